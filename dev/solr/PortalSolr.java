import java.net.InetSocketAddress;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import org.apache.solr.core.CoreContainer;
import org.apache.solr.servlet.CoreContainerProvider;
import org.apache.solr.servlet.SolrDispatchFilter;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;

/**
 * Serves every core below solr.solr.home under /solr, on loopback only, until it gets SIGTERM.
 * Ends with 1 when a core does not load; the reason stands in the log.
 * What the filter does not answer (Solr's administration pages are not part of this) is a 404.
 */
public final class PortalSolr {
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(System.getProperty("jetty.port"));
    Server server = new Server(new InetSocketAddress("127.0.0.1", port));
    server.setStopAtShutdown(true);
    server.setStopTimeout(10_000);

    ServletContextHandler solr = new ServletContextHandler(server, "/solr");
    solr.addEventListener(new CoreContainerProvider());
    var filter = solr.addFilter(SolrDispatchFilter.class, "/*", EnumSet.of(DispatcherType.REQUEST));
    server.start();

    CoreContainer cores = ((SolrDispatchFilter) filter.getFilter()).getCores();
    cores.waitForLoadingCoresToFinish(60_000);
    cores.getCoreInitFailures().forEach((core, failure) -> {
      System.err.println("core " + core + " did not load: " + failure.exception);
      System.exit(1);
    });
    server.join();
  }
}
