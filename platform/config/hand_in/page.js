"use strict";

const counted = (count, word) => count + " " + word + (count === 1 ? "" : "s");
const WORDS = {
  en: {
    title: (link) => link.agency + ": files of " + link.brand,
    due: "Files that are missing",
    nothingDue: "No file is missing. What you have can be sent all the same.",
    wanted: "Files that are taken here",
    missing: (days, spans) => counted(days, "day") + " missing: " + spans,
    dueOn: (day) => "due on " + day,
    closesOn: (day) => "export by " + day + ", or days are lost",
    to: " to ",
    account: "Account (only if asked for)",
    anyAccount: "found by itself",
    files: "Files",
    send: "Send",
    sending: "Sending …",
    room: (files, megabytes, day) => files + " files and " + megabytes + " MB may still come, until " + day + ".",
    committed: (rows, days) => "received, " + counted(rows, "row") + days,
    previewed: (rows, days) => "received, " + counted(rows, "row") + days + "; it counts once it is confirmed",
    queued: "received; it is large and is being read",
    unread: (rows) => " (" + counted(rows, "row") + " could not be read)",
    choose: (accounts) => " Choose the account: " + accounts + ".",
    noLink: "The address lacks its last part, behind the #. Copy the whole link, or ask for a new one.",
    ended: "This link does not work: it has ended, was taken back, or was not copied whole. Ask for a new one.",
    unreachable: "The server cannot be reached. Try again in a moment.",
  },
  "zh-Hans": {
    title: (link) => link.agency + "：" + link.brand + " 的数据文件",
    due: "待提交的文件",
    nothingDue: "目前没有缺少的文件；如有文件，仍可提交。",
    wanted: "此处可提交的文件",
    missing: (days, spans) => "缺 " + days + " 天：" + spans,
    dueOn: (day) => "应于 " + day + " 提交",
    closesOn: (day) => "请在 " + day + " 前（含当日）导出，否则数据将丢失",
    to: " 至 ",
    account: "账号（仅在需要时选择）",
    anyAccount: "自动识别",
    files: "文件",
    send: "提交",
    sending: "正在提交……",
    room: (files, megabytes, day) => "还可提交 " + files + " 个文件、" + megabytes + " MB，有效期至 " + day + "。",
    committed: (rows, days) => "已收到，" + rows + " 行" + days,
    previewed: (rows, days) => "已收到，" + rows + " 行" + days + "；确认后生效",
    queued: "已收到；文件较大，正在读取",
    unread: (rows) => "（" + rows + " 行无法读取）",
    choose: (accounts) => "请选择账号：" + accounts + "。",
    noLink: "链接不完整：缺少 # 之后的部分。请复制完整链接，或索取新的链接。",
    ended: "此链接无效：已过期、已被收回，或未完整复制。请索取新的链接。",
    unreachable: "无法连接服务器，请稍后再试。",
  },
};
const language = navigator.language.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
const say = WORDS[language];
const token = location.hash.slice(1);
const at = (id) => document.getElementById(id);
const inLanguage = (texts) => texts[language] || texts.en || "";
const called = (account) => account.network + " " + account.handle;
const days = (span) => (span.start === span.end ? span.start : span.start + say.to + span.end);

function line(list, text, { kind = "", more = [] } = {}) {
  const item = document.createElement("li");
  item.textContent = text;
  item.className = kind;
  for (const words of more.filter(Boolean)) {
    const below = document.createElement("small");
    below.textContent = words;
    item.append(below);
  }
  list.append(item);
}

function section(id, heading) {
  const place = at(id);
  place.hidden = false;
  place.querySelector("h2").textContent = heading;
  const list = place.querySelector("ul");
  list.replaceChildren();
  return list;
}

async function ask(method, body) {
  const headers = { Authorization: "Bearer " + token };
  const sent = { method, body, headers, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
  let answer, said;
  try {
    answer = await fetch("/api/v1/hand-in", sent);
    said = await answer.json();
  } catch {
    throw new Error(say.unreachable);
  }
  if (answer.status === 401 || answer.status === 410) throw new Error(say.ended);
  if (!answer.ok) throw new Error((said.errors || []).map((fault) => fault.detail)[0] || said.detail);
  return said;
}

function showDue(link) {
  const list = section("due", say.due);
  if (!link.due.length) line(list, say.nothingDue);
  for (const file of link.due) {
    const when = [say.dueOn(file.due_on), file.closes_on && say.closesOn(file.closes_on)].filter(Boolean).join("; ");
    line(list, inLanguage(file.titles) + " – " + called(file.account), {
      more: [say.missing(file.missing_days, file.missing.map(days).join(", ")), when, inLanguage(file.found_in)],
    });
  }
}

function show(link) {
  document.documentElement.lang = language;
  document.title = at("title").textContent = say.title(link);
  at("note").textContent = link.note;
  showDue(link);
  const wanted = section("wanted", say.wanted);
  for (const file of link.wanted) line(wanted, inLanguage(file.titles), { more: [inLanguage(file.found_in)] });
  const megabytes = Math.floor(link.bytes_left / 1048576);
  at("room").textContent = say.room(link.files_left, megabytes, link.expires_at.slice(0, 10));
  at("form").hidden = false;
}

function showForm(link) {
  at("account-label").textContent = say.account;
  at("account").options[0].textContent = say.anyAccount;
  at("files-label").textContent = say.files;
  at("send").textContent = say.send;
  for (const account of link.accounts) at("account").append(new Option(called(account), account.id));
}

function showAnswer(file) {
  const span = file.first_day ? ", " + days({ start: file.first_day, end: file.last_day }) : "";
  const unread = file.refused ? say.unread(file.refused) : "";
  const choose = file.candidates.length ? say.choose(file.candidates.map(called).join(", ")) : "";
  const received = {
    committed: () => say.committed(file.rows, span) + unread,
    previewed: () => say.previewed(file.rows, span) + unread,
    queued: () => say.queued,
  }[file.outcome];
  const told = received ? received() : (file.detail || file.outcome) + choose;
  line(at("answer"), file.name + ": " + told, { kind: received ? "good" : "bad" });
  return Boolean(received);
}

const failed = (error) => line(at("answer"), error.message, { kind: "bad" });

async function send() {
  const body = new FormData();
  for (const file of at("files").files) body.append("files", file);
  if (at("account").value) body.append("account", at("account").value);
  at("answer").replaceChildren();
  at("send").disabled = true;
  at("send").textContent = say.sending;
  try {
    const told = (await ask("POST", body)).files.map(showAnswer);
    if (told.every(Boolean)) at("files").value = ""; // else they may be sent again, with an account
    show(await ask("GET"));
  } catch (error) {
    failed(error);
  } finally {
    at("send").disabled = false;
    at("send").textContent = say.send;
  }
}

addEventListener("hashchange", () => location.reload());
at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
if (token) {
  ask("GET").then((link) => {
    showForm(link);
    show(link);
  }).catch(failed);
} else {
  failed(new Error(say.noLink));
}
