// Addresses made of Vietnamese titles as the server makes them: decompose, drop the marks, d for đ
// and for the letters that look like it.
(function (jQuery) {
  'use strict';
  var slugify = function (title, trim) {
    var slug = String(title)
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .replace(/[đĐðÐɖƉ]/g, 'd')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-/, '');
    return trim === false ? slug : slug.replace(/-$/, '');
  };
  if (jQuery && jQuery.url) {
    jQuery.url.slugify = slugify;
  }
})(this.jQuery);
