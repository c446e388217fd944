/* Runs before the first paint, so that a chosen theme never flashes. Everything else is a module. */
(function () {
  var root = document.documentElement;
  try {
    var kept = JSON.parse(localStorage.getItem('binnacle.settings') || '{}');
    if (kept.theme === 'dark' || kept.theme === 'light') root.dataset.theme = kept.theme;
    if (kept.palette === 'blue-orange') root.dataset.palette = kept.palette;
  } catch (e) {
    /* storage is off: the system's choice stands */
  }
})();
