// The box for slash commands: a list that filters as one types, then a field for each option.
import { el } from "./dom.js";

const TYPES = { 3: "text", 4: "whole number", 5: "true or false", 6: "member", 7: "channel", 8: "role", 10: "number" };
const TYPING_PAUSE = 150;

/** Builds the box into `root`. `c`: commands(), channelName(), choicesFor(option), send(path, options), complete(path, option, text, options). */
export class Composer {
  constructor(root, c) {
    this.root = root;
    this.c = c;
    this.options = [];
    this.at = 0;
    this.panel = el("div.popup", { id: "popup", hidden: true });
    this.list = el("ul.popup-list", { id: "popup-list", role: "listbox", "aria-label": "Suggestions" });
    this.heading = el("div.popup-head");
    this.panel.append(this.heading, this.list);
    this.line = el("div.line");
    this.error = el("div.composer-error", { role: "alert" });
    root.append(this.panel, this.error, this.line);
    document.addEventListener("click", (e) => root.contains(e.target) || this.hide());
    this.reset();
  }

  /** Back to the empty box. */
  reset(focus = false) {
    this.command = null;
    this.hide();
    this.error.textContent = "";
    const slash = el("button.slash", { type: "button", "aria-label": "Show the commands", onclick: () => this.begin() }, "/");
    this.input = el("input.typed", {
      type: "text",
      id: "typed",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: "100",
      "aria-controls": "popup-list",
      "aria-expanded": "false",
      "aria-label": "Use a command",
      oninput: () => this.filter(),
      onkeydown: (e) => this.key(e, () => this.choose()),
    });
    this.line.replaceChildren(slash, this.input);
    this.rename();
    if (focus) this.input.focus();
  }

  rename() {
    if (!this.command) this.input.placeholder = `Message ${this.c.channelName()}, or type / for a command`;
  }

  begin() {
    this.input.value = this.input.value || "/";
    this.input.focus();
    this.filter();
  }

  filter() {
    const text = this.input.value;
    this.error.textContent = "";
    if (!text.startsWith("/")) {
      if (text) this.show("The bot answers slash commands: begin with /", []);
      else this.hide();
      return;
    }
    const wanted = text.slice(1).toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.c.commands().filter((k) => wanted.every((w) => k.path.includes(w)));
    found.sort((a, b) => Number(b.path.startsWith(wanted.join(" "))) - Number(a.path.startsWith(wanted.join(" "))));
    const entries = found.map((k) => ({
      node: [el("b", {}, `/${k.path}`), k.options.map((o) => el(`span.wants${o.required ? ".required" : ""}`, {}, o.name)), el("span.about", {}, k.description)],
      act: () => this.pick(k),
    }));
    this.show(found.length ? "Commands" : "No such command", entries);
  }

  show(heading, entries) {
    this.heading.textContent = heading;
    this.entries = entries;
    this.at = 0;
    this.list.replaceChildren(
      ...entries.map((entry, i) =>
        el("li.entry", { role: "option", id: `entry-${i}`, onmousedown: (e) => e.preventDefault(), onclick: () => entry.act(), onmousemove: () => this.mark(i) }, entry.node),
      ),
    );
    this.panel.hidden = false;
    this.mark(0);
  }

  hide() {
    this.panel.hidden = true;
    this.entries = [];
    for (const field of this.line.querySelectorAll("[role=combobox]")) field.setAttribute("aria-expanded", "false");
  }

  mark(i) {
    this.at = i;
    [...this.list.children].forEach((node, n) => node.setAttribute("aria-selected", String(n === i)));
    this.list.children[i]?.scrollIntoView({ block: "nearest" });
    const field = document.activeElement;
    if (field?.getAttribute("role") === "combobox") {
      field.setAttribute("aria-expanded", String(!this.panel.hidden));
      field.setAttribute("aria-activedescendant", this.entries.length ? `entry-${i}` : "");
    }
  }

  choose() {
    this.entries[this.at]?.act();
  }

  key(event, enter) {
    const open = !this.panel.hidden && this.entries.length > 0;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.at + step + this.entries.length) % this.entries.length);
    } else if (event.key === "Enter" || (event.key === "Tab" && open && !event.shiftKey)) {
      enter(event);
    } else if (event.key === "Escape") {
      if (this.panel.hidden && this.command) this.reset(true);
      else this.hide();
    } else {
      return;
    }
    event.preventDefault();
  }

  // ---- a command has been picked

  pick(command) {
    this.command = command;
    this.fields = new Map();
    this.hide();
    const first = command.options.filter((o) => o.required);
    this.later = command.options.filter((o) => !o.required);
    const send = el("button.send", { type: "button", "aria-label": "Send", onclick: () => this.submit() }, "➤");
    const cancel = el("button.cancel", { type: "button", "aria-label": "Cancel the command", onclick: () => this.reset(true) }, "✕");
    this.more = el("span.more");
    this.line.replaceChildren(el("span.chip", {}, `/${command.path}`), ...first.map((o) => this.field(o)), this.more, send, cancel);
    this.offer();
    const target = this.fields.values().next().value || send;
    target.focus();
  }

  offer() {
    const left = this.later.filter((o) => !this.fields.has(o.name));
    this.more.replaceChildren(
      ...left.map((o) =>
        el("button.add", { type: "button", title: o.description, onclick: () => this.add(o) }, `+ ${o.name}`),
      ),
    );
  }

  add(option) {
    this.more.before(this.field(option));
    this.offer();
    this.fields.get(option.name).focus();
  }

  field(option) {
    const label = `${option.name}${option.required ? " (required)" : ""}`;
    const input = el("input.value", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-controls": "popup-list",
      "aria-expanded": "false",
      "aria-label": `${label}: ${option.description}`,
      inputmode: option.type === 4 ? "numeric" : option.type === 10 ? "decimal" : null,
      onfocus: () => this.suggest(option, input),
      oninput: () => this.typed(option, input),
      onkeydown: (e) => this.valueKey(e, option, input),
    });
    input.size = 8;
    this.fields.set(option.name, input);
    return el("label.pill", {}, el("span.pill-name", {}, option.name, option.required ? el("span.star", { "aria-hidden": "true" }, "*") : null), input);
  }

  typed(option, input) {
    delete input.dataset.value;
    input.size = Math.max(8, Math.min(input.value.length + 1, 40));
    input.classList.remove("wrong");
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.suggest(option, input), option.autocomplete ? TYPING_PAUSE : 0);
  }

  valueKey(event, option, input) {
    if (event.key === "Backspace" && !input.value) {
      event.preventDefault();
      if (option.required) return this.reset(true);
      this.fields.delete(option.name);
      input.closest(".pill").remove();
      this.offer();
      return [...this.fields.values()].at(-1)?.focus() ?? this.reset(true);
    }
    return this.key(event, () => {
      const open = !this.panel.hidden && this.entries.length > 0 && !input.dataset.value;
      if (open) return this.choose();
      if (event.key === "Tab") return this.next(input);
      return this.submit();
    });
  }

  /** What can be chosen for the option: its fixed choices, or what the bot offers for the text so far. */
  async suggest(option, input) {
    const text = input.value;
    const bounds = [option.min_value ?? option.min_length, option.max_value ?? option.max_length];
    const range = bounds.some((b) => b !== undefined) ? ` (${bounds.map((b) => b ?? "").join(" to ")})` : "";
    const heading = `${option.name} · ${TYPES[option.type] || "value"}${range}${option.required ? " · required" : ""} — ${option.description}`;
    let choices = option.choices || this.c.choicesFor(option) || [];
    if (option.autocomplete) {
      this.heading.textContent = heading;
      const answer = await this.c.complete(this.command.path, option.name, text, this.values(option.name));
      if (document.activeElement !== input || input.value !== text) return;
      if (answer.message) return this.show(`${heading} · Loading options failed`, []);
      choices = answer.choices;
    } else if (!input.dataset.value) {
      choices = choices.filter((k) => k.name.toLowerCase().includes(text.toLowerCase()));
    }
    const entries = choices.map((k) => ({ node: [k.name], act: () => this.take(input, k) }));
    this.show(heading, entries);
  }

  take(input, choice) {
    input.value = choice.name;
    input.dataset.value = JSON.stringify(choice.value);
    input.size = Math.max(8, Math.min(choice.name.length + 1, 40));
    this.next(input);
  }

  next(input) {
    const all = [...this.fields.values()];
    const following = all[all.indexOf(input) + 1];
    if (following) following.focus();
    else {
      this.hide();
      input.focus();
    }
  }

  values(leaveOut) {
    const values = {};
    for (const [name, input] of this.fields) {
      if (name === leaveOut || !input.value.trim()) continue;
      values[name] = input.dataset.value ? JSON.parse(input.dataset.value) : this.meant(name, input.value.trim());
    }
    return values;
  }

  /** What was typed and not picked: a channel, member, role or choice goes by its whole name, too, as in Discord. */
  meant(name, text) {
    const option = this.command.options.find((o) => o.name === name);
    const wanted = text.replace(/^[#@]/, "").toLowerCase();
    const choices = option.choices || this.c.choicesFor(option) || [];
    return choices.find((k) => k.name.replace(/^@/, "").toLowerCase() === wanted)?.value ?? text;
  }

  async submit() {
    const missing = this.command.options.find((o) => o.required && !this.fields.get(o.name)?.value.trim());
    if (missing) {
      const input = this.fields.get(missing.name);
      input.classList.add("wrong");
      this.error.textContent = `This option is required: ${missing.name}`;
      return input.focus();
    }
    if (this.sending) return null; // a second click before the first is through
    this.sending = true;
    const answer = await this.c.send(this.command.path, this.values());
    this.sending = false;
    if (answer.message) this.error.textContent = answer.message;
    else this.reset(true);
    return null;
  }
}
