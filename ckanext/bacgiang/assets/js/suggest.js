// Titles and agencies that begin like what is typed, below the search box: a combobox with a
// list (ARIA Authoring Practices 1.2). Without this file the box is a plain search.
(function () {
  'use strict';

  var BOXES = 'form.site-search input[name="q"], #dataset-search-form input[name="q"], .module-search input[name="q"]';
  var WAIT = 150; // milliseconds of rest before the server is asked
  var MIN = 2; // characters, as the server has it
  var count = 0;

  function words() {
    var holder = document.getElementById('bacgiang-suggest-words');
    return holder ? holder.dataset : {};
  }

  function address(typed) {
    var root = document.querySelector('meta[name="locale-root"]').content.replace(/\/$/, '');
    return root + '/api/3/action/bacgiang_search_suggest?q=' + encodeURIComponent(typed);
  }

  function element(name, attributes) {
    var made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }

  function Box(input) {
    this.input = input;
    this.id = 'bacgiang-suggest-' + (count += 1);
    this.active = -1;
    this.timer = null;
    this.request = null;
    this.list = element('ul', {
      id: this.id, role: 'listbox', 'class': 'bacgiang-suggest__list', 'aria-label': words().label || ''
    });
    this.list.hidden = true;
    this.status = element('span', { role: 'status', 'class': 'visually-hidden' });
    input.parentNode.classList.add('bacgiang-suggest');
    input.parentNode.appendChild(this.list);
    input.parentNode.appendChild(this.status);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-controls', this.id);
    input.setAttribute('autocomplete', 'off');
    input.addEventListener('input', this.typed.bind(this));
    input.addEventListener('keydown', this.pressed.bind(this));
    input.addEventListener('blur', this.close.bind(this));
    // The box keeps the focus while a suggestion is clicked.
    this.list.addEventListener('mousedown', function (event) { event.preventDefault(); });
    this.list.addEventListener('click', this.clicked.bind(this));
  }

  Box.prototype.typed = function () {
    var typed = this.input.value.trim();
    window.clearTimeout(this.timer);
    if (this.request) { this.request.abort(); }
    if (typed.length < MIN) { this.close(); return; }
    this.timer = window.setTimeout(this.ask.bind(this, typed), WAIT);
  };

  Box.prototype.ask = function (typed) {
    var box = this;
    this.request = new AbortController();
    window.fetch(address(typed), { signal: this.request.signal, credentials: 'same-origin' })
      .then(function (answer) { return answer.ok ? answer.json() : { result: [] }; })
      .then(function (answer) {
        if (document.activeElement === box.input) { box.show(answer.result); }
      })
      .catch(function () { box.close(); });
  };

  Box.prototype.show = function (found) {
    var box = this;
    this.list.replaceChildren();
    found.forEach(function (one, place) {
      var option = element('li', {
        id: box.id + '-' + place, role: 'option', 'aria-selected': 'false', 'data-url': one.url,
        'class': 'bacgiang-suggest__option'
      });
      var kind = element('span', { 'class': 'bacgiang-suggest__kind' });
      var title = element('span', {});
      title.textContent = one.title;
      kind.textContent = one.kind_title;
      option.append(title, ' ', kind);
      box.list.appendChild(option);
    });
    this.active = -1;
    this.input.removeAttribute('aria-activedescendant');
    this.list.hidden = found.length === 0;
    this.input.setAttribute('aria-expanded', String(found.length > 0));
    this.status.textContent = (words().count || '').replace('{number}', String(found.length));
  };

  Box.prototype.close = function () {
    window.clearTimeout(this.timer);
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
    this.status.textContent = '';
  };

  Box.prototype.move = function (step) {
    var options = this.list.children;
    if (this.active >= 0) { options[this.active].setAttribute('aria-selected', 'false'); }
    // One place more than there are options: the box itself, with what was typed.
    this.active = (this.active + step + 1 + options.length + 1) % (options.length + 1) - 1;
    if (this.active < 0) { this.input.removeAttribute('aria-activedescendant'); return; }
    options[this.active].setAttribute('aria-selected', 'true');
    options[this.active].scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', options[this.active].id);
  };

  Box.prototype.pressed = function (event) {
    if (this.list.hidden) { return; }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
    } else if (event.key === 'Enter' && this.active >= 0) {
      event.preventDefault();
      window.location.assign(this.list.children[this.active].dataset.url);
    }
  };

  Box.prototype.clicked = function (event) {
    var option = event.target.closest('[role="option"]');
    if (option) { window.location.assign(option.dataset.url); }
  };

  function enhance() {
    document.querySelectorAll(BOXES).forEach(function (input) {
      if (input.getAttribute('role') !== 'combobox') { new Box(input); }
    });
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', enhance);
  } else {
    enhance();
  }
  ['htmx:afterSwap', 'htmx:oobAfterSwap'].forEach(function (name) {
    document.addEventListener(name, enhance);
  });
})();
