// The entry form: rows that move, what is still missing, a draft that survives a lost session.
// Everything here is comfort: the form works without it.
(function () {
  'use strict';

  var form = null;

  // --- rows -------------------------------------------------------------------------------

  function rename(row, field, index) {
    var pattern = new RegExp('^(field-)?' + field + '-(\\d+|ROW)-');
    row.querySelectorAll('[name], [id], [for]').forEach(function (element) {
      ['name', 'id', 'for'].forEach(function (attribute) {
        var value = element.getAttribute(attribute);
        if (value && pattern.test(value)) {
          element.setAttribute(attribute, value.replace(pattern, '$1' + field + '-' + index + '-'));
        }
      });
    });
    var number = row.querySelector('[data-row-number]');
    if (number) { number.textContent = String(index + 1); }
  }

  function renumber(list, field) {
    list.querySelectorAll(':scope > [data-row]').forEach(function (row, index, all) {
      rename(row, field, index);
      row.querySelector('[data-row-up]').disabled = index === 0;
      row.querySelector('[data-row-down]').disabled = index === all.length - 1;
    });
  }

  function focusIn(row) {
    var first = row && row.querySelector('input, select, textarea');
    if (first) { first.focus(); }
  }

  function rows(block) {
    var field = block.dataset.rows;
    var list = block.querySelector('[data-rows-list]');
    var add = block.querySelector(':scope > [data-row-add]');
    var template = block.querySelector('[data-row-template]');
    block.querySelectorAll('[data-row-actions]').forEach(function (actions) { actions.hidden = false; });
    if (add) {
      add.hidden = false;
      add.addEventListener('click', function () {
        list.appendChild(template.content.cloneNode(true));
        var row = list.lastElementChild;
        row.querySelector('[data-row-actions]').hidden = false;
        renumber(list, field);
        focusIn(row);
        changed();
      });
    }
    list.addEventListener('click', function (event) {
      var button = event.target.closest('[data-row-up], [data-row-down], [data-row-remove]');
      if (!button) { return; }
      var row = button.closest('[data-row]');
      if (button.hasAttribute('data-row-up') && row.previousElementSibling) {
        list.insertBefore(row, row.previousElementSibling);
        button.focus();
      } else if (button.hasAttribute('data-row-down') && row.nextElementSibling) {
        list.insertBefore(row.nextElementSibling, row);
        button.focus();
      } else if (button.hasAttribute('data-row-remove')) {
        var next = row.nextElementSibling || row.previousElementSibling;
        row.remove();
        if (next) { focusIn(next); } else if (add) { add.focus(); }
      }
      renumber(list, field);
      changed();
    });
    dropSpareRow(list, add);
    renumber(list, field);
  }

  // The empty row at the end is for those who have no button to add one.
  function dropSpareRow(list, add) {
    var last = list.lastElementChild;
    if (add && last && last.previousElementSibling && !isFilled(last)) { last.remove(); }
  }

  // --- what is still missing ----------------------------------------------------------------

  function isFilled(wrap) {
    var checks = wrap.querySelectorAll('.bacgiang-checks > li');
    if (checks.length) {
      return Array.prototype.every.call(checks, function (check) {
        return check.querySelector('input[type=radio][value=met]:checked');
      });
    }
    return Array.prototype.some.call(
      wrap.querySelectorAll('input[name], select[name], textarea[name]'),
      function (input) {
        if (input.type === 'checkbox' || input.type === 'radio') { return input.checked; }
        return input.type !== 'hidden' && input.value.trim() !== '';
      });
  }

  function valueOf(name) {
    var chosen = form.elements.namedItem(name);
    return (chosen && chosen.value) || '';
  }

  // The same answer as the server's (catalogue/fields.py, is_owed): while no data class is chosen,
  // what any class owes counts.
  function isOwed(wrap) {
    var owed = JSON.parse(wrap.dataset.neededIf || '{}');
    var when = owed.needed_when || {}, unless = owed.needed_unless || {};
    var chosen = valueOf('data_class');
    if (chosen && owed.for_classes && owed.for_classes.indexOf(chosen) < 0) { return false; }
    if (Object.keys(unless).some(function (name) { return unless[name].indexOf(valueOf(name)) >= 0; })) {
      return false;
    }
    return Object.keys(when).every(function (name) { return when[name].indexOf(valueOf(name)) >= 0; });
  }

  // What the server found missing and a field alone cannot tell (files, the agency's officer) stays
  // until every box of its field is filled in.
  function isKept(item) {
    var wrap = document.getElementById(item.dataset.missingKept);
    var boxes = wrap ? wrap.querySelectorAll('input[name]:not([type=hidden]), select[name], textarea[name]') : [];
    return !boxes.length || Array.prototype.some.call(boxes, function (box) { return !box.value.trim(); });
  }

  function showMissing() {
    var list = document.querySelector('[data-missing-list]');
    if (!list || !form) { return; }
    var missing = Array.prototype.filter.call(
      form.querySelectorAll('[data-needed]'), function (wrap) { return isOwed(wrap) && !isFilled(wrap); });
    var kept = Array.prototype.filter.call(list.querySelectorAll('[data-missing-kept]'), isKept);
    list.textContent = '';
    missing.forEach(function (wrap) {
      var item = document.createElement('li');
      var link = document.createElement('a');
      link.href = '#' + wrap.id;
      link.textContent = wrap.dataset.needed;
      link.addEventListener('click', function (event) {
        event.preventDefault();
        wrap.scrollIntoView({ block: 'center' });
        focusIn(wrap);
      });
      item.appendChild(link);
      list.appendChild(item);
    });
    kept.forEach(function (item) { list.appendChild(item); });
    var left = missing.length + kept.length;
    var count = document.querySelector('[data-missing-count]');
    if (count) {
      count.textContent = left ? String(left) : '✓';
    }
    var done = document.querySelector('[data-missing-done]');
    if (done) { done.hidden = left > 0; }
  }

  // --- the draft ------------------------------------------------------------------------------

  var key = '';

  function typed() {
    var values = [];
    Array.prototype.forEach.call(form.elements, function (input) {
      if (!input.name || input.type === 'file' || input.type === 'password' || input.type === 'hidden' ||
          input.type === 'submit' || input.type === 'button') { return; }
      if (input.type === 'checkbox' || input.type === 'radio') {
        if (input.checked) { values.push([input.name, input.value]); }
      } else if (input.multiple && input.options) {
        Array.prototype.forEach.call(input.selectedOptions, function (option) {
          values.push([input.name, option.value]);
        });
      } else if (input.value) {
        values.push([input.name, input.value]);
      }
    });
    return values;
  }

  function store() {
    try {
      window.localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: typed() }));
    } catch (error) { /* a full or forbidden store costs the comfort, not the form */ }
  }

  function forget() {
    try { window.localStorage.removeItem(key); } catch (error) { /* see store() */ }
  }

  function restore(values) {
    var byName = {};
    values.forEach(function (pair) { (byName[pair[0]] = byName[pair[0]] || []).push(pair[1]); });
    form.querySelectorAll('[data-rows]').forEach(function (block) {
      var wanted = 0;
      Object.keys(byName).forEach(function (name) {
        var found = name.match(new RegExp('^' + block.dataset.rows + '-(\\d+)-'));
        if (found) { wanted = Math.max(wanted, Number(found[1]) + 1); }
      });
      var add = block.querySelector(':scope > [data-row-add]');
      while (add && block.querySelectorAll('[data-rows-list] > [data-row]').length < wanted) { add.click(); }
    });
    Array.prototype.forEach.call(form.elements, function (input) {
      var found = byName[input.name];
      if (!input.name || input.type === 'file' || input.type === 'hidden') { return; }
      if (input.type === 'checkbox' || input.type === 'radio') {
        input.checked = Boolean(found && found.indexOf(input.value) >= 0);
      } else if (input.multiple && input.options) {
        Array.prototype.forEach.call(input.options, function (option) {
          option.selected = Boolean(found && found.indexOf(option.value) >= 0);
        });
      } else if (found && found.length && input.type !== 'submit' && input.type !== 'button') {
        input.value = found.shift();
      }
      if (window.jQuery) { window.jQuery(input).trigger('change'); }
    });
  }

  function offer(box, saved) {
    var notice = document.createElement('div');
    notice.className = 'bacgiang-notice bacgiang-notice--calm';
    notice.setAttribute('role', 'status');
    var text = document.createElement('p');
    var when = new Date(saved.at).toLocaleString(document.documentElement.lang || 'vi');
    text.textContent = box.dataset.restoreText.replace('{time}', when);
    var buttons = document.createElement('p');
    [['restore', 'btn btn-primary'], ['discard', 'btn btn-secondary']].forEach(function (kind) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = kind[1];
      button.textContent = box.dataset[kind[0]];
      button.style.marginRight = '0.5rem';
      button.addEventListener('click', function () {
        if (kind[0] === 'restore') { restore(saved.values); showMissing(); } else { forget(); }
        notice.remove();
      });
      buttons.appendChild(button);
    });
    notice.appendChild(text);
    notice.appendChild(buttons);
    box.insertBefore(notice, box.firstChild);
  }

  var timer = null;
  function changed() {
    showMissing();
    window.clearTimeout(timer);
    timer = window.setTimeout(store, 400);
  }

  function draft(box) {
    var user = document.querySelector('.account .username');
    key = 'bacgiang-draft:' + box.dataset.bacgiangForm + ':' + (user ? user.textContent.trim() : '');
    var saved = null;
    try { saved = JSON.parse(window.localStorage.getItem(key) || 'null'); } catch (error) { saved = null; }
    if (saved && JSON.stringify(saved.values) !== JSON.stringify(typed()) && !document.getElementById('form-errors')) {
      offer(box, saved);
    }
    form.addEventListener('input', changed);
    form.addEventListener('change', changed);
    form.addEventListener('submit', function () {
      window.clearTimeout(timer);
      store();
      // the page that follows a successful save is not this form any more: it clears the draft
      try { window.sessionStorage.setItem('bacgiang-submitted', key); } catch (error) { /* see store() */ }
    });
  }

  function clearAfterSave() {
    try {
      var submitted = window.sessionStorage.getItem('bacgiang-submitted');
      if (!submitted) { return; }
      window.sessionStorage.removeItem('bacgiang-submitted');
      if (!document.getElementById('form-errors') && !document.querySelector('form.login-form, #field-login')) {
        window.localStorage.removeItem(submitted);
      }
    } catch (error) { /* see store() */ }
  }

  // --- errors told to those who do not see colour -------------------------------------------

  function describeErrors() {
    document.querySelectorAll('.form-group.error').forEach(function (group, index) {
      var message = group.querySelector('.error-block');
      var input = group.querySelector('input:not([type=hidden]), select, textarea');
      if (message && input) {
        message.id = message.id || 'error-' + index;
        input.setAttribute('aria-invalid', 'true');
        input.setAttribute('aria-describedby', message.id);
      }
    });
    var summary = document.getElementById('form-errors');
    if (summary) { summary.focus(); }
  }

  var started = false;
  function start() {
    if (started) { return; }
    started = true;
    clearAfterSave();
    var box = document.querySelector('[data-bacgiang-form]');
    document.querySelectorAll('[data-rows]').forEach(rows);
    describeErrors();
    if (!box) { return; }
    form = box.closest('form');
    showMissing();
    draft(box);
  }

  document.addEventListener('DOMContentLoaded', start);
  if (document.readyState !== 'loading') { start(); }
})();
