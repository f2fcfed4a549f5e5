/* Values that CKAN's own views read as global variables, out of a block of data on the page. */
document.querySelectorAll("script[type='application/json'][data-bacgiang-globals]").forEach(
  (block) => Object.assign(window, JSON.parse(block.textContent)));
