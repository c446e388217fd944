// The code of a link stands in the fragment of the address, which browsers keep to themselves: no server, proxy or log sees it
// before the button is pressed. It is taken out of the address at once, so that it does not stay in the history.
const code = new URLSearchParams(location.hash.slice(1)).get("code");
if (code) {
  const field = document.getElementById("code");
  field.value = code;
  field.type = "hidden"; // So that no browser offers to keep what is good only once.
  document.body.dataset.code = "given";
  history.replaceState(null, "", location.pathname + location.search);
  document.querySelector("button").focus();
} else if (document.body.dataset.from === "elsewhere") {
  // Who comes by a link on another site sends no cookie with that first request (SameSite=Strict) and may be signed in already:
  // a request that this page makes does send it.
  location.replace(document.getElementById("next").value);
}
