// Discord's markdown, as nodes. Hostile text is expected: no HTML is parsed, only http(s) links become links.
import { el, link, webAddress } from "./dom.js";

const DATES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};
const UNITS = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const DEPTH_MAX = 12;

/** "in 3 hours", "2 days ago". */
export function relative(seconds, now = Date.now() / 1000) {
  const away = seconds - now;
  const [unit, size] = UNITS.find(([, s]) => Math.abs(away) >= s) || UNITS.at(-1);
  return new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" }).format(Math.round(away / size), unit);
}

function moment(seconds, style) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return el("span", {}, "Invalid date");
  const full = date.toLocaleString("en-GB", DATES.F);
  const shown = style === "R" ? relative(seconds) : date.toLocaleString("en-GB", DATES[style] || DATES.f);
  const node = el("time.timestamp", { datetime: date.toISOString(), title: full }, shown);
  if (style === "R") node.dataset.relative = String(seconds);
  return node;
}

function named(kind, id, names) {
  if (kind === "@&") {
    const role = names.role(id);
    const node = el("span.mention.role", {}, `@${role ? role.name : "unknown-role"}`);
    if (role?.color) node.style.setProperty("--role", `#${role.color.toString(16).padStart(6, "0")}`);
    return node;
  }
  if (kind === "#") return el("span.mention", {}, `# ${names.channel(id) ?? "unknown"}`);
  return el("span.mention", {}, `@${names.person(id) ?? "unknown-user"}`);
}

// Each rule: where it matches at the current place, and what it becomes. Order is precedence.
const RULES = [
  [/\\([^A-Za-z0-9\s])/y, (m) => m[1]],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, (m) => el("code.inline", {}, m[2].trim())],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (m) => moment(Number(m[1]), m[2] || "f")],
  [/<(@&|@!?|#)(\d{1,20})>/y, (m, c) => named(m[1].replace("!", ""), m[2], c.names)],
  [/<\/([-\w\s'\p{L}\p{N}]{1,98}):(\d{1,20})>/uy, (m) => el("span.mention", {}, `/${m[1]}`)],
  [/<a?:(\w{2,32}):\d{1,20}>/y, (m) => el("span.emoji", {}, `:${m[1]}:`)],
  [/@(everyone|here)\b/y, (m) => el("span.mention", {}, `@${m[1]}`)],
  [/<(https?:\/\/[^\s<>]+)>/y, (m) => link(m[1], m[1])],
  [/\[((?:\\.|[^[\]\\\n]|\[[^[\]\n]*\])+)\]\(<?(https?:\/\/[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+"[^"\n]*")?\)/y, masked],
  [/https?:\/\/[^\s<>]+[^\s<>.,:;"'\]]/y, (m) => bare(m[0])],
  [/\*\*\*((?:\\[\s\S]|[^\\])+?)\*\*\*(?!\*)/y, (m, c) => el("strong", {}, el("em", {}, inline(m[1], c)))],
  [/\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, (m, c) => el("strong", {}, inline(m[1], c))],
  [/__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, (m, c) => el("u", {}, inline(m[1], c))],
  [/~~((?:\\[\s\S]|[^\\])+?)~~(?!~)/y, (m, c) => el("s", {}, inline(m[1], c))],
  [/\|\|((?:\\[\s\S]|[^\\])+?)\|\|/y, hidden],
  [/\*(?=\S)((?:\*\*|\\[\s\S]|[^*\\])+?)\*(?!\*)/y, (m, c) => el("em", {}, inline(m[1], c))],
  [/(?<![\w_])_((?:__|\\[\s\S]|[^_\\])+?)_(?!\w)/y, (m, c) => el("em", {}, inline(m[1], c))],
];

function bare(text) {
  // A closing bracket belongs to the address only where it was opened there.
  const cut = text.endsWith(")") && !text.includes("(") ? text.slice(0, -1) : text;
  return [link(cut, cut), text.slice(cut.length)].filter(Boolean);
}

function masked(m, c) {
  // Discord shows a link whose text is itself an address as plain text: it could pretend to lead elsewhere.
  if (c.inLink || /https?:\/\//.test(m[1]) || !webAddress(m[2])) return m[0];
  return link(m[2], ...inline(m[1], { ...c, inLink: true }));
}

function hidden(m, c) {
  const node = el("span.spoiler", { tabindex: "0", role: "button", "aria-label": "Spoiler" }, inline(m[1], c));
  node.addEventListener("click", () => node.classList.add("open"));
  return node;
}

/** One run of text as nodes. */
export function inline(text, context) {
  const depth = (context.depth || 0) + 1;
  if (depth > DEPTH_MAX) return [text];
  const inner = { ...context, depth };
  const nodes = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    let matched = null;
    for (const [rule, make] of RULES) {
      rule.lastIndex = at;
      const m = rule.exec(text);
      if (m) {
        matched = [m[0].length, make(m, inner)];
        break;
      }
    }
    if (!matched) {
      plain += text[at++];
      continue;
    }
    if (plain) nodes.push(plain);
    plain = "";
    nodes.push(...[matched[1]].flat());
    at += matched[0];
  }
  if (plain) nodes.push(plain);
  return nodes;
}

function list(lines, context) {
  const root = [];
  const stack = [];
  for (const line of lines) {
    const [, indent, sign, text] = line.match(/^(\s*)([-*]|\d{1,3}\.)\s+(.*)$/);
    const level = Math.min(Math.floor(indent.length / 2), stack.length);
    const ordered = /\d/.test(sign);
    stack.length = Math.max(level, 0) + (level < stack.length ? 1 : 0);
    if (!stack[level] || (stack[level].tagName === "OL") !== ordered) {
      const made = ordered ? el("ol", { start: String(parseInt(sign, 10)) }) : el("ul");
      if (level) stack[level - 1].lastElementChild.append(made);
      else root.push(made);
      stack[level] = made;
    }
    stack[level].append(el("li", {}, inline(text, context)));
  }
  return root;
}

const HEAD = /^(#{1,3})\s+(\S.*)$/;
const SMALL = /^-#\s+(\S.*)$/;
const ITEM = /^\s*([-*]|\d{1,3}\.)\s+\S/;

function blocks(lines, context) {
  const nodes = [];
  let plain = [];
  const flush = () => {
    // A line break at the end of a box shows nothing: a blank line before the next block needs one more.
    const blank = plain.at(-1) === "" ? "\n" : "";
    if (plain.length) nodes.push(el("div.lines", {}, inline(plain.join("\n") + blank, context)));
    plain = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    const head = HEAD.exec(line);
    const small = SMALL.exec(line);
    if (head) {
      flush();
      nodes.push(el(`h${head[1].length + 2}.md-h${head[1].length}`, {}, inline(head[2], context)));
    } else if (small) {
      flush();
      nodes.push(el("small.subtext", {}, inline(small[1], context)));
    } else if (context.quotes !== false && line.startsWith(">>> ")) {
      flush();
      const rest = [line.slice(4), ...lines.slice(i + 1)];
      nodes.push(el("blockquote", {}, blocks(rest, { ...context, quotes: false })));
      break;
    } else if (context.quotes !== false && line.startsWith("> ")) {
      flush();
      const quoted = [];
      while (i < lines.length && lines[i].startsWith("> ")) quoted.push(lines[i++].slice(2));
      i--;
      nodes.push(el("blockquote", {}, blocks(quoted, { ...context, quotes: false })));
    } else if (ITEM.test(line) && !small) {
      flush();
      const items = [];
      while (i < lines.length && ITEM.test(lines[i])) items.push(lines[i++]);
      i--;
      nodes.push(...list(items, context));
    } else {
      plain.push(line);
    }
  }
  flush();
  return nodes;
}

/** A whole text: headings, lists, quotes, code blocks and what is in their lines. `names` resolves mentions. */
export function markdown(text, names) {
  const context = { names };
  const nodes = [];
  for (const [i, part] of text.split(/```([\s\S]+?)```/).entries()) {
    if (i % 2) {
      const code = part.replace(/^[a-z0-9+#.-]*\n/i, "").replace(/\n$/, "");
      nodes.push(el("pre.block", {}, el("code", {}, code)));
    } else if (part.trim()) {
      nodes.push(...blocks(part.replace(/^\n|\n$/g, "").split("\n"), context));
    }
  }
  return nodes;
}

/** Text without its markup, for one-line previews. */
export function plainText(text) {
  const node = el("div", {}, inline(text.split("\n").find((l) => l.trim()) || "", { names: NOBODY }));
  return node.textContent.replace(/^(#{1,3}|-#|>)\s+/, "");
}

const NOBODY = { role: () => null, channel: () => null, person: () => null };
