/* What CKAN's templates write as code in attributes, which the policy of the page does not allow. */
(function () {
  "use strict";

  function byId(id) {
    return id ? document.getElementById(id) : null;
  }

  function press(button) {
    const data = button.dataset;
    const box = byId(data.bacgiangCheck);
    if (box) box.checked = true;
    const emptied = byId(data.bacgiangEmpty);
    if (emptied) emptied.value = "";
    const pressed = byId(data.bacgiangPress);
    if (pressed) pressed.click();
    const focused = byId(data.bacgiangFocus);
    if (focused) focused.focus();
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const link = event.target.closest("a[href^='javascript:']");
    if (link) event.preventDefault();
    const button = event.target.closest("[data-bacgiang-check]");
    if (button) press(button);
    if (event.target.closest("#refit-button") && window.fitColText) window.fitColText();
  });

  function tokens() {
    const button = byId("revoke-tokens-button");
    if (button) button.disabled = !document.querySelector("[name=token]:checked");
  }

  document.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.matches("[name=token]")) tokens();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const button = byId("revoke-tokens-button");
    if (button && event.target.contains(button)) button.disabled = true;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const made = document.querySelector("[data-bacgiang-made]");
    const row = made && byId(made.dataset.bacgiangMade);
    if (row) row.scrollIntoView(false);
  });
})();
