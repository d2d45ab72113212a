// Play through time: a window of days moves over the map. The counts came once; no frame asks the server.

const { el, many } = await import(`./el.mjs${new URL(import.meta.url).search}`);
const DAY_MS = 86_400_000;
const NAMED = 14; // places named while days are played: the most spoken about
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Draws through `show(counts, named)`: place → quotes in the window (days may blend), and the places to name. */
export class Player {
  constructor(root, { show, tell, say }) {
    Object.assign(this, { root, show, tell, say, days: null, at: 0, running: false, sums: new Map() });
    this.slow = matchMedia("(prefers-reduced-motion: reduce)");
    this.$(".tm-day").oninput = (event) => this.go(Number(event.target.value));
    this.$(".tm-day").onchange = () => this.rest();
    this.$('[data-do="play"]').onclick = () => this.toggle();
    this.$('[data-do="shut"]').onclick = () => this.tell({ window: 0, day: "" });
    this.$(".tm-window").onchange = (event) => this.tell({ window: Number(event.target.value) });
    this.$(".tm-pace").onchange = (event) => this.tell({ pace: Number(event.target.value) });
    this.$(".tm-player").onkeydown = (event) => this.pressed(event);
  }

  $(selector) {
    return this.root.querySelector(selector);
  }

  get open() {
    return Boolean(this.days?.days);
  }

  /** Fill the choices once: windows in days, paces in days a second. */
  offer(windows, paces) {
    const options = (values, words) => values.map((value) => el("option", { value }, words(value)));
    this.$(".tm-window").replaceChildren(...options(windows, (n) => many(n, "day")));
    this.$(".tm-pace").replaceChildren(...options(paces, (n) => `${n} a second`));
  }

  /** Take over counts that came and what is chosen; a day that is being played goes on. */
  set(days, { window, day, pace }) {
    const began = this.open;
    const here = began && this.days.first ? this.dateOf(this.at) : null;
    Object.assign(this, { days, window, pace });
    this.sums = days ? sumsOf(days) : new Map();
    this.$(".tm-player").hidden = !days;
    this.$('[data-do="player"]').hidden = Boolean(days);
    this.$(".tm-now").hidden = !this.open;
    if (!days) return this.stop();
    this.$(".tm-window").value = String(window);
    this.$(".tm-pace").value = String(pace);
    this.$(".tm-day").max = String(Math.max(0, days.days - 1));
    this.$(".tm-undated").textContent = days.undated ? `${many(days.undated, "quote")} without a date not played.` : "";
    this.sign();
    if (this.open) this.go(this.indexOf(began && (this.running || !day) ? here : day) ?? 0);
  }

  dateOf(index) {
    return new Date(Date.parse(this.days.first) + Math.round(index) * DAY_MS).toISOString().slice(0, 10);
  }

  indexOf(day) {
    if (!day) return null;
    return Math.max(0, Math.min(this.days.days - 1, Math.round((Date.parse(day) - Date.parse(this.days.first)) / DAY_MS)));
  }

  pressed(event) {
    const free = !/^(BUTTON|SELECT|INPUT)$/.test(event.target.tagName);
    const range = event.target.type === "range";
    if (event.key === " " && (free || range)) this.toggle();
    else if (event.key === "ArrowRight" && !range && event.target.tagName !== "SELECT") this.step(1);
    else if (event.key === "ArrowLeft" && !range && event.target.tagName !== "SELECT") this.step(-1);
    else return;
    event.preventDefault();
  }

  toggle() {
    if (!this.open) return;
    if (this.slow.matches) return this.step(1); // no animation: each press shows the next day
    if (this.running) return this.rest();
    this.began = this.at >= this.days.days - 1 ? 0 : Math.round(this.at);
    this.at = this.began;
    this.last = null;
    this.running = true;
    this.next = requestAnimationFrame((now) => this.frame(now));
    this.sign();
  }

  step(days) {
    const to = Math.round(this.at) + days;
    this.go(to >= this.days.days ? 0 : Math.max(0, to));
    this.rest();
  }

  frame(now) {
    // A frame that comes late (another tab, a slow machine) counts for a quarter of a second at most.
    const passed = this.last === null ? 0 : Math.min(250, now - this.last) / 1000;
    this.last = now;
    const to = this.at + passed * this.pace;
    if (to >= this.days.days - 1) return this.finish();
    this.go(to);
    this.next = requestAnimationFrame((next) => this.frame(next));
  }

  /** Show the last day for a moment, then the day on which playing began. */
  finish() {
    this.go(this.days.days - 1);
    this.pause = setTimeout(() => {
      this.stop();
      this.go(this.began);
      this.rest();
    }, 900);
  }

  stop() {
    cancelAnimationFrame(this.next);
    clearTimeout(this.pause);
    this.running = false;
    this.sign();
  }

  /** Stop on a whole day, say it, and keep it in the address. */
  rest() {
    this.stop();
    this.go(Math.round(this.at));
    this.say(this.words());
    this.tell({ day: Math.round(this.at) ? this.dateOf(this.at) : "" });
  }

  sign() {
    const [button, steps] = [this.$('[data-do="play"]'), this.slow.matches];
    button.textContent = this.running ? "❚❚" : steps ? "❯" : "▶";
    button.setAttribute("aria-label", this.running ? "Pause" : steps ? "Next day" : "Play");
    this.$(".tm").dataset.playing = String(Boolean(this.running));
  }

  /** Show the window that ends with a day; between two days, their counts blend. */
  go(at) {
    const whole = Math.floor(at) !== Math.floor(this.at) || Number.isInteger(at);
    this.at = at;
    const [day, blend] = [Math.floor(at), at - Math.floor(at)];
    const counts = new Map();
    for (const [id, sums] of this.sums) {
      const now = this.within(sums, day);
      counts.set(id, blend ? now + blend * (this.within(sums, day + 1) - now) : now);
    }
    this.counts = counts;
    this.show(counts, whole ? this.top() : null);
    if (whole) this.tellDay();
  }

  within(sums, day) {
    return sums[Math.min(day, sums.length - 2) + 1] - sums[Math.max(0, day + 1 - this.window)];
  }

  top() {
    return [...this.counts].filter(([, n]) => n >= 1).sort((a, b) => b[1] - a[1]).slice(0, NAMED).map(([id, n]) => ({ id, n: Math.round(n) }));
  }

  tellDay() {
    const slider = this.$(".tm-day");
    slider.value = String(Math.round(this.at));
    slider.setAttribute("aria-valuetext", this.words());
    this.$(".tm-date").textContent = this.span();
    this.$(".tm-counted").textContent = this.counted();
  }

  /** Say the window: "3 Sep 2018", "1–3 Sep 2018", "30 Aug – 1 Sep 2018". */
  span() {
    const parts = (day) => [day.getUTCDate(), MONTHS[day.getUTCMonth()], day.getUTCFullYear()];
    const day = (index) => parts(new Date(Date.parse(this.days.first) + index * DAY_MS));
    const last = day(Math.floor(this.at));
    const from = day(Math.max(0, Math.floor(this.at) - this.window + 1));
    if (String(from) === String(last)) return last.join(" ");
    const unlike = from[2] !== last[2] ? 3 : from[1] !== last[1] ? 2 : 1;
    return `${from.slice(0, unlike).join(" ")}${unlike > 1 ? " – " : "–"}${last.join(" ")}`;
  }

  counted() {
    const spoken = [...this.counts.values()].filter((n) => n >= 1);
    return `${many(Math.round(spoken.reduce((sum, n) => sum + n, 0)), "quote")} about ${many(spoken.length, "place")}`;
  }

  words() {
    return `${this.span()}: ${this.counted()}`;
  }
}

/** Return for each place the quotes before each day, so that a window is one subtraction. */
function sumsOf({ days, counts }) {
  return new Map(Object.entries(counts).map(([id, pairs]) => {
    const sums = new Uint32Array(days + 1);
    for (let i = 0; i < pairs.length; i += 2) sums[pairs[i] + 1] = pairs[i + 1];
    for (let day = 1; day <= days; day += 1) sums[day] += sums[day - 1];
    return [id, sums];
  }));
}
