// The page: keeps the state that the server sends, draws it, and sends back what is done here.
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { relative } from "./markdown.js";
import { EPHEMERAL, avatar, dayLine, messageItem, nameOf, pendingItem } from "./messages.js";

const KEPT = 300;
const DIRECT = 1;
const sign = (c) => (c.kind === DIRECT ? "@" : "#");
const at = (id) => document.getElementById(id);
const remembered = (key, otherwise) => sessionStorage.getItem(key) || otherwise;

const page = {
  state: null,
  user: remembered("user", ""),
  channel: remembered("channel", ""),
  dismissed: new Set(JSON.parse(remembered("dismissed", "[]"))),
  unread: new Set(),
  pending: new Map(),
  items: new Map(),
  low: true,
  source: null,
};

const person = (id) => page.state.people.find((p) => p.id === id);
const guildOf = (channelId) => page.state.guilds.find((g) => g.channels.some((c) => c.id === channelId));
const guild = () => guildOf(page.channel) || page.state.guilds[0];
const channels = () => [...page.state.guilds.flatMap((g) => g.channels), ...page.state.direct];
const channel = () => channels().find((c) => c.id === page.channel);
const shown = () => (page.state.messages[page.channel] || []).filter((m) => !page.dismissed.has(m.id));

const names = {
  person: (id) => (person(id) ? nameOf(person(id)) : null),
  channel: (id) => channels().find((c) => c.id === id)?.name ?? null,
  role: (id) => guild()?.roles.find((r) => r.id === id) ?? null,
  people: () => page.state.people,
  roles: () => guild().roles,
  channels: () => guild().channels,
};

async function post(path, body) {
  if (path !== "/rehearsal/autocomplete") page.low = true;
  const payload = { ...body, user_id: page.user, channel_id: page.channel };
  try {
    const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(payload) });
    return await response.json();
  } catch {
    return { message: "The rehearsal cannot be reached." };
  }
}

const composer = new Composer(at("composer"), {
  commands: () => (page.state && page.state.commands[guild()?.id]) || [],
  channelName: () => (page.state && channel() ? sign(channel()) + channel().name : ""),
  choicesFor: ({ type, channel_types: kinds }) => {
    if (type === 5) return [{ name: "True", value: true }, { name: "False", value: false }];
    const listed = { 6: page.state.people, 7: guild().channels.filter((c) => !kinds?.length || kinds.includes(c.kind)), 8: guild().roles }[type];
    return listed?.map((o) => ({ name: o.display || o.name, value: o.id }));
  },
  send: (command, options) => post("/rehearsal/command", { command, options }),
  complete: (command, option, text, options) => post("/rehearsal/autocomplete", { command, option, text, options }),
});

async function press(message, customId, values, node) {
  node.classList.add("busy");
  const answer = await post("/rehearsal/press", { message_id: message.id, custom_id: customId, values });
  if (answer.id) page.pending.set(answer.id, { kind: 3, message: message.id });
  else failedPress(message.id, answer.message);
}

function failedPress(messageId, text) {
  const row = at(`message-${messageId}`);
  row?.querySelectorAll(".busy").forEach((n) => n.classList.remove("busy"));
  row?.querySelector(".body").append(el("div.failed", {}, `⚠ ${text}`));
}

const context = {
  names,
  press,
  find: (id) => id && (page.state.messages[page.channel] || []).find((m) => m.id === id),
  dismiss: (message) => {
    page.dismissed.add(message.id);
    sessionStorage.setItem("dismissed", JSON.stringify([...page.dismissed].slice(-500)));
    drawMessages();
  },
};

// ---- drawing

function drawServers() {
  const buttons = page.state.guilds.map((g) => {
    const initials = g.name.split(/\s+/).map((w) => w[0]).join("").slice(0, 3);
    const open = g === guild();
    return el(`button.server${open ? ".open" : ""}`, { type: "button", title: g.name, "aria-current": open ? "true" : null, onclick: () => g.channels[0] && go(g.channels[0].id) }, initials);
  });
  at("servers").replaceChildren(el("span.server.home", { "aria-hidden": "true" }, el("img", { src: "/assets/downlink.svg", alt: "" })), el("hr"), ...buttons);
}

function channelButton(c) {
  const open = c.id === page.channel;
  return el(`button.channel${open ? ".open" : ""}${page.unread.has(c.id) ? ".unread" : ""}`, { type: "button", "aria-current": open ? "page" : null, onclick: () => go(c.id) }, el("span.hash", { "aria-hidden": "true" }, sign(c)), el("span", {}, c.name));
}

function drawSidebar() {
  at("server-name").textContent = guild()?.name || "";
  at("channels").replaceChildren(
    el("h2.group", {}, "Text channels"),
    ...(guild()?.channels || []).map(channelButton),
    ...(page.state.direct.length ? [el("h2.group", {}, "Direct messages"), ...page.state.direct.map(channelButton)] : []),
  );
  const people = page.state.people.filter((p) => !p.bot);
  at("viewer").replaceChildren(...people.map((p) => el("option", { value: p.id, selected: p.id === page.user }, `${p.display} (${p.role})`)));
  at("my-avatar").replaceChildren(avatar(person(page.user)));
}

function drawHead() {
  const here = channel();
  at("channel-sign").textContent = here ? sign(here) : "";
  at("channel-name").textContent = here?.name || "";
  at("channel-topic").textContent = here?.topic || "";
  const bot = nameOf(person(page.state.bot_id));
  at("presence").textContent = page.state.connected ? `${bot} is online` : `${bot} is not connected`;
  at("presence").classList.toggle("online", page.state.connected);
  at("notice").textContent = page.state.notice;
  document.title = here ? `${sign(here)}${here.name} | ${guild()?.name || "Rehearsal"}` : "Rehearsal";
  composer.rename();
}

function welcome() {
  const here = channel();
  if (!here) return el("li.welcome", {}, el("h3", {}, "There is no channel yet"));
  const empty = shown().length === 0 && here.kind !== DIRECT;
  const direct = here.kind === DIRECT;
  const start = direct
    ? `This is the beginning of your direct messages with ${here.name}.`
    : `This is the start of the #${here.name} channel.${here.topic ? ` ${here.topic}` : ""}`;
  const posted = Object.values(page.state.messages).some((list) => list.some((m) => !(m.flags & EPHEMERAL)));
  const next = page.state.connected ? "The first brief is on its way." : "The bot is starting. The first brief is on its way.";
  const said = posted ? el("p", {}, "Nothing has been posted here yet.") : el("p.coming", {}, el("span.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i")), ` ${next}`);
  return el("li.welcome", {}, el("span.big-hash", { "aria-hidden": "true" }, sign(here)), el("h3", {}, direct ? here.name : `Welcome to #${here.name}!`), el("p", {}, start), empty ? said : null);
}

/** The item of a message; kept as long as nothing about it changes, so that pictures and focus stay. */
function itemOf(message, previous) {
  const about = context.find(message.message_reference?.message_id);
  const kept = page.items.get(message.id);
  if (kept && kept.message === message && kept.previous === previous && kept.about === about) return kept.node;
  const node = messageItem(message, previous, context);
  page.items.set(message.id, { message, previous, about, node });
  return node;
}

function drawMessages() {
  const here = [...page.pending].filter(([, p]) => p.kind === 2 && p.channel === page.channel);
  const waiting = here.map(([id, pending]) => ({ id, pending }));
  const order = [...shown(), ...waiting].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  const items = [welcome()];
  let previous = null;
  for (const entry of order) {
    if (entry.pending) {
      items.push(pendingItem(entry.pending, person(page.state.bot_id), () => page.pending.delete(entry.id) && drawMessages()));
      continue;
    }
    const day = new Date(entry.timestamp).toDateString();
    if (!previous || new Date(previous.timestamp).toDateString() !== day) items.push(dayLine(entry.timestamp));
    items.push(itemOf(entry, previous));
    previous = entry;
  }
  const list = at("messages");
  let next = list.firstChild;
  for (const item of items) {
    if (item === next) next = next.nextSibling;
    else list.insertBefore(item, next);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
  stayLow();
}

/** Like Discord, at the newest message; but a first brief longer than the window is read from its top. */
function stayLow() {
  if (!page.low) return;
  const [first, second] = shown();
  const node = first && !second && page.items.get(first.id)?.node;
  const scroller = at("scroller");
  scroller.scrollTop = node && node.offsetHeight > scroller.clientHeight ? node.offsetTop - 48 : scroller.scrollHeight;
}

function draw() {
  drawServers();
  drawSidebar();
  drawHead();
  drawMessages();
}

function go(channelId) {
  page.channel = channelId;
  page.unread.delete(channelId);
  sessionStorage.setItem("channel", channelId);
  document.body.classList.remove("menu-open");
  at("menu").setAttribute("aria-expanded", "false");
  composer.reset();
  page.low = true;
  draw();
}

// ---- what the server says

const heard = {
  STATE(state) {
    page.state = state;
    page.user = state.user_id;
    page.pending.clear();
    if (!channel()) page.channel = busiest();
    page.items.clear();
    page.low = true;
    draw();
  },
  COMMANDS(commands) {
    page.state.commands = commands;
  },
  BOT({ connected }) {
    page.state.connected = connected;
    drawHead();
    drawMessages();
  },
  MESSAGE_CREATE(message) {
    const list = (page.state.messages[message.channel_id] ||= []);
    list.push(message);
    if (list.length > KEPT) for (const gone of list.splice(0, list.length - KEPT)) page.items.delete(gone.id);
    if (message.channel_id === page.channel) drawMessages();
    else {
      page.unread.add(message.channel_id);
      drawSidebar();
    }
  },
  MESSAGE_UPDATE(message) {
    const list = page.state.messages[message.channel_id] || [];
    const index = list.findIndex((m) => m.id === message.id);
    if (index >= 0) list[index] = message;
    if (message.channel_id === page.channel) drawMessages();
  },
  MESSAGE_DELETE({ id, channel_id }) {
    page.state.messages[channel_id] = (page.state.messages[channel_id] || []).filter((m) => m.id !== id);
    if (channel_id === page.channel) drawMessages();
  },
  INTERACTION(told) {
    if (told.kind === 2) {
      if (told.state === "answered") page.pending.delete(told.id);
      else page.pending.set(told.id, { kind: 2, state: told.state, name: told.name, channel: told.channel_id, user: person(told.user_id) });
      drawMessages();
    } else if (told.kind === 3 && told.state !== "sent") {
      const pending = page.pending.get(told.id);
      page.pending.delete(told.id);
      if (told.state === "failed" && pending) failedPress(pending.message, "This interaction failed");
      else document.querySelectorAll(".busy").forEach((n) => n.classList.remove("busy"));
    }
  },
};

/** The channel to open first: the one that has something in it, else the first. */
function busiest() {
  const all = channels();
  return (all.find((c) => page.state.messages[c.id]?.some((m) => !(m.flags & EPHEMERAL))) || all[0])?.id || "";
}

function listen() {
  page.source?.close();
  page.source = new EventSource(`/rehearsal/events?user=${encodeURIComponent(page.user)}`);
  page.source.addEventListener("message", (event) => {
    const { type, data } = JSON.parse(event.data);
    if (page.state || type === "STATE") heard[type]?.(data);
  });
  page.source.addEventListener("error", () => {
    at("presence").textContent = "The rehearsal has ended";
    at("presence").classList.remove("online");
  });
}

at("viewer").addEventListener("change", (event) => {
  page.user = event.target.value;
  sessionStorage.setItem("user", page.user);
  composer.reset();
  listen();
});
at("scroller").addEventListener("scroll", ({ target }) => {
  page.low = target.scrollHeight - target.scrollTop - target.clientHeight < 80;
});
// A picture that arrives makes its message taller.
at("scroller").addEventListener("load", stayLow, true);
at("menu").addEventListener("click", () => {
  const open = document.body.classList.toggle("menu-open");
  at("menu").setAttribute("aria-expanded", String(open));
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea, button");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    composer.begin();
  }
});
setInterval(() => {
  for (const node of document.querySelectorAll("time[data-relative]")) node.textContent = relative(Number(node.dataset.relative));
}, 30_000);
listen();
