"""Settings of the web server in front of a site (gunicorn reads this file)."""

import os

from gunicorn.http import wsgi

# Which server answers, and in which version, is nobody's business.
wsgi.SERVER = "portal"
bind = f"127.0.0.1:{os.environ['BACGIANG_WEB_PORT']}"
workers = 2
threads = 4
# Loaded once, then forked: half the start, and memory that the workers share.
preload_app = True
worker_class = "gthread"
keepalive = 30
timeout = 120
graceful_timeout = 10
worker_tmp_dir = "/dev/shm"  # noqa: S108 (heartbeats only; a disk can stall them)
control_socket_disable = True
accesslog = "-"
# Without what follows the question mark: the key of a new password would stand in it.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(B)s %(M)sms'
proc_name = "bacgiang"
