// CKAN's widgets, for those who do not see them. CKAN makes them long after the page has come.
(function () {
  'use strict';

  // Boxes that complete what is typed have no name of their own: they take their label's.
  function nameBoxes() {
    document.querySelectorAll('.select2-selection[role=combobox]').forEach(function (box) {
      var group = box.closest('.form-group');
      var label = group && group.querySelector('label');
      if (!label || box.hasAttribute('aria-labelledby') || box.hasAttribute('aria-label')) { return; }
      var name = label.textContent.replace(/[*:]/g, '').trim();
      box.setAttribute('aria-label', name);
      var typed = box.querySelector('.select2-search__field');
      if (typed) { typed.setAttribute('aria-label', name); }
    });
  }

  // Handles to drag files by are for the mouse alone.
  function hideHandles() {
    document.querySelectorAll('a.handle:not([aria-hidden])').forEach(function (handle) {
      handle.setAttribute('aria-hidden', 'true');
      handle.setAttribute('tabindex', '-1');
    });
  }

  // The name of a file that is there already stands in a box of its own, beside its heading.
  function nameFiles() {
    document.querySelectorAll('input[readonly]:not([id]):not([aria-label])').forEach(function (box) {
      var group = box.closest('.form-group');
      var label = group && group.querySelector('label');
      box.setAttribute('aria-label', label ? label.textContent.trim() : box.value);
    });
  }

  function mend() {
    nameFiles();
    nameBoxes();
    hideHandles();
  }

  function watch() {
    if (!document.querySelector('[data-module=autocomplete], [data-module=resource-reorder], input[readonly]')) { return; }
    mend();
    new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
  }

  document.addEventListener('DOMContentLoaded', watch);
})();
