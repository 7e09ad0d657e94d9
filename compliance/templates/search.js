(function () {
  "use strict";
  // The page is whole without this. Nothing is stored, sent or built from text: items are only hidden.
  var form = document.getElementById("search-form");
  if (!form) { return; }
  var box = document.getElementById("search");
  var status = document.getElementById("search-status");
  function fold(text) { return text.normalize("NFKC").toLowerCase(); }
  var items = Array.prototype.map.call(document.querySelectorAll("#memory-list > li"), function (item) {
    return { item: item, text: fold(item.textContent) };
  });
  function search() {
    var words = fold(box.value).split(/\s+/).filter(Boolean);
    var shown = 0;
    items.forEach(function (one) {
      var fits = words.every(function (word) { return one.text.indexOf(word) !== -1; });
      one.item.hidden = !fits;
      if (fits) { shown += 1; }
    });
    status.textContent = words.length
      ? status.dataset.said.replace("{shown}", String(shown)).replace("{all}", String(items.length))
      : "";
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
  box.addEventListener("input", search);
}());
