"""The page behind an upload link: the secret stays in the address's fragment, and travels in a header alone."""

from base64 import b64encode
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
li { margin: .3rem 0; } small { color: #555; } .bad { color: #a40000; } .good { color: #00662b; }
.note { white-space: pre-line; }
"""
SCRIPT = """
const token = location.hash.slice(1), at = (id) => document.getElementById(id);
const line = (list, text, kind) => { const item = document.createElement("li");
  item.textContent = text; item.className = kind || ""; at(list).append(item); };
const ask = (method, body) => fetch("/api/v1/hand-in",
  { method, body, headers: { Authorization: "Bearer " + token }, credentials: "omit", cache: "no-store" })
  .then(async (answer) => {
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.detail);
    return said;
  });
const failed = (error) => line("answer", error.message || "The server cannot be reached.", "bad");
ask("GET").then((link) => {
  at("title").textContent = link.agency + ": files of " + link.brand;
  at("note").textContent = link.note;
  link.wanted.forEach((file) => line("wanted", file.title + " – " + (file.found_in.en || "")));
  link.accounts.forEach((account) => { const option = document.createElement("option");
    option.value = account.id;
    option.textContent = account.network + " " + account.handle;
    at("account").append(option); });
  at("form").hidden = false;
}).catch(failed);
at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const body = new FormData();
  for (const file of at("files").files) body.append("files", file);
  if (at("account").value) body.append("account", at("account").value);
  at("answer").replaceChildren();
  ask("POST", body).then((said) => said.files.forEach((file) => {
    const days = file.first_day ? ", " + file.first_day + " to " + file.last_day : "";
    const well = file.outcome !== "refused" && file.outcome !== "unplaced" && file.outcome !== "failed";
    line("answer", well ? file.name + ": received, " + file.rows + " rows" + days
      : file.name + ": " + (file.detail || file.outcome), well ? "good" : "bad");
  })).catch(failed);
});
"""
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Hand in files</title>
<style>{style}</style>
</head>
<body>
<h1 id="title">Hand in files</h1>
<p id="note" class="note"></p>
<ul id="wanted"></ul>
<form id="form" hidden>
<p><label>Account (only if asked for)
<select id="account"><option value="">found by itself</option></select></label></p>
<p><label>Files <input id="files" type="file" multiple required></label> <button>Send</button></p>
</form>
<ul id="answer" aria-live="polite"></ul>
<script>{script}</script>
</body>
</html>
"""


def _hash(text: str) -> str:
    """Name an inline element for the content security policy."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


POLICY = (
    f"default-src 'none'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    f"style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)}"
)


@transaction.non_atomic_requests
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the form; the same bytes for everybody, since the server never sees who has which link."""
    del request
    headers = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    return HttpResponse(PAGE.format(style=STYLE, script=SCRIPT), headers=headers)
