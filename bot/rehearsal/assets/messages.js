// Messages as Discord shows them: author line, text, embeds, components, and who sees it.
import { colour, component } from "./components.js";
import { el, link, picture } from "./dom.js";
import { markdown, plainText } from "./markdown.js";

export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;
const V2 = 1 << 15;
const GROUP_FOR = 7 * 60 * 1000;
const HUES = ["#5865f2", "#3ba55d", "#faa61a", "#eb459e", "#ed4245"];

/** A round picture of somebody: the bot's emblem, or a person's first letter. */
export function avatar(user, size = "") {
  if (user.bot) return el(`img.avatar${size}`, { src: "/assets/downlink.svg", alt: "" });
  const node = el(`span.avatar.letter${size}`, { "aria-hidden": "true" }, nameOf(user).slice(0, 1).toUpperCase());
  node.style.background = HUES[Number(BigInt(user.id) % BigInt(HUES.length))];
  return node;
}

export const nameOf = (user) => user.display || user.global_name || (user.bot ? title(user.username) : user.username);
const title = (name) => name.slice(0, 1).toUpperCase() + name.slice(1);

function clock(iso) {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function when(iso) {
  const date = new Date(iso);
  const day = new Date().toDateString() === date.toDateString() ? "Today at" : date.toLocaleDateString("en-GB");
  return `${day} ${clock(iso)}`;
}

export function dayLine(iso) {
  const text = new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return el("li.day", { role: "separator" }, el("span", {}, text));
}

function embed(data, names) {
  const body = el("div.embed-body");
  if (data.author?.name) {
    const icon = data.author.icon_url ? picture(data.author.icon_url, "", "embed-icon") : null;
    body.append(el("div.embed-author", {}, icon, data.author.url ? link(data.author.url, data.author.name) : data.author.name));
  }
  if (data.title) {
    const text = markdown(data.title, names);
    body.append(el("div.embed-title", {}, data.url ? link(data.url, ...text) : text));
  }
  if (data.description) body.append(el("div.embed-text.markdown", {}, markdown(data.description, names)));
  if (data.fields?.length) {
    const fields = data.fields.map((f) =>
      el(`div.field${f.inline ? ".inline" : ""}`, {}, el("div.field-name", {}, markdown(f.name, names)), el("div.markdown", {}, markdown(f.value, names))),
    );
    body.append(el("div.fields", {}, fields));
  }
  if (data.image?.url) body.append(picture(data.image.url, data.title, "embed-picture"));
  if (data.footer?.text || data.timestamp) {
    const icon = data.footer?.icon_url ? picture(data.footer.icon_url, "", "embed-icon") : null;
    const parts = [data.footer?.text, data.timestamp ? when(data.timestamp) : null].filter(Boolean);
    body.append(el("div.embed-footer", {}, icon, parts.join(" • ")));
  }
  const node = el("article.embed", {}, body, data.thumbnail?.url ? picture(data.thumbnail.url, "", "embed-thumbnail") : null);
  if (data.color) node.style.borderLeftColor = colour(data.color);
  return node;
}

function used(message) {
  const user = message.interaction?.user;
  if (!user) return null;
  return el("div.reply-line", {}, avatar(user, ".tiny"), el("span.reply-name", {}, nameOf(user)), " used ", el("span.command-name", {}, `/ ${message.interaction.name}`));
}

function answered(message, find) {
  const id = message.message_reference?.message_id;
  if (!id || message.type !== 19) return null;
  const original = find(id);
  if (!original) return el("div.reply-line", {}, el("em", {}, "Original message was deleted"));
  const text = original.content || firstText(original.components) || original.embeds[0]?.title || "Click to see attachment";
  return el("div.reply-line", {}, avatar(original.author, ".tiny"), el("span.reply-name", {}, nameOf(original.author)), el("span.reply-text", {}, plainText(text)));
}

function firstText(components) {
  for (const part of components || []) {
    const found = part.type === 10 ? part.content : firstText(part.components);
    if (found) return found;
  }
  return "";
}

function attachments(message) {
  const shown = JSON.stringify([message.embeds, message.components]);
  return message.attachments
    .filter((a) => !shown.includes(JSON.stringify(a.url)))
    .map((a) => (a.content_type?.startsWith("image/") ? picture(a.url, a.description || a.filename, "attached") : el("div.file", {}, link(a.url, a.filename))));
}

function onlyYou(dismiss) {
  return el("div.only-you", {}, el("img.eye", { src: "/assets/eye.svg", alt: "" }), " Only you can see this • ", el("button.text-button", { type: "button", onclick: dismiss }, "Dismiss message"));
}

function content(message, c) {
  const context = { names: c.names, press: (id, values, node) => c.press(message, id, values, node) };
  if (message.flags & LOADING) {
    return el("div.thinking", {}, el("span.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i")), ` ${nameOf(message.author)} is thinking…`);
  }
  const edited = message.edited_timestamp ? el("span.edited", { title: when(message.edited_timestamp) }, " (edited)") : null;
  const text = message.content ? el("div.markdown", {}, markdown(message.content, c.names)) : null;
  if (text && edited) (text.lastElementChild?.matches(".lines") ? text.lastElementChild : text).append(edited);
  return [
    text,
    ...attachments(message),
    ...message.embeds.map((e) => embed(e, c.names)),
    message.components.length ? el(`div.components${message.flags & V2 ? ".v2" : ""}`, {}, message.components.map((part) => component(part, context))) : null,
    edited && !text ? edited : null,
  ];
}

/** Whether a message is shown under its predecessor's name. */
function joins(message, previous) {
  return (
    previous &&
    previous.author.id === message.author.id &&
    !message.interaction &&
    message.type !== 19 &&
    (previous.flags & EPHEMERAL) === (message.flags & EPHEMERAL) &&
    new Date(message.timestamp) - new Date(previous.timestamp) < GROUP_FOR &&
    new Date(message.timestamp).toDateString() === new Date(previous.timestamp).toDateString()
  );
}

/** One message as a list item. `c`: names, press, dismiss(message), find(id), me (id). */
export function messageItem(message, previous, c) {
  const grouped = joins(message, previous);
  const mine = message.mentions?.some((u) => u.id === c.me) || message.mention_everyone;
  const item = el("li.message", { id: `message-${message.id}` });
  if (grouped) item.classList.add("grouped");
  if (mine) item.classList.add("mentioned");
  if (message.flags & EPHEMERAL) item.classList.add("ephemeral");
  const head = el("div.head", {}, el("span.author", {}, nameOf(message.author)), message.author.bot ? el("span.tag", {}, "APP") : null, el("time", { datetime: message.timestamp }, when(message.timestamp)));
  item.append(
    ...[used(message) || answered(message, c.find)].filter(Boolean),
    grouped ? el("time.side", { datetime: message.timestamp }, clock(message.timestamp)) : avatar(message.author),
    el("div.body", {}, grouped ? null : head, content(message, c), message.flags & EPHEMERAL ? onlyYou(() => c.dismiss(message)) : null),
  );
  return item;
}

/** A command that is on its way, or that got no answer. */
export function pendingItem(pending, bot, dismiss) {
  const failed = pending.state === "failed";
  const text = failed ? el("div.failed", {}, "⚠ The application did not respond") : el("div.sending", {}, "Sending command…");
  return el(
    "li.message.ephemeral",
    {},
    el("div.reply-line", {}, avatar(pending.user, ".tiny"), el("span.reply-name", {}, nameOf(pending.user)), " used ", el("span.command-name", {}, `/ ${pending.name}`)),
    avatar(bot),
    el("div.body", {}, el("div.head", {}, el("span.author", {}, nameOf(bot)), el("span.tag", {}, "APP")), text, failed ? onlyYou(dismiss) : null),
  );
}
