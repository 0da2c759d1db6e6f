// Only enhances: every page is complete without it.

const govuk = document.querySelector("script[data-govuk]").dataset.govuk;

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
// What it adds is not needed to read the page, which is shown first.
const enhance = () => import(govuk).then(({ initAll }) => initAll());
if (document.readyState === "complete") {
  enhance();
} else {
  addEventListener("load", enhance);
}

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
}

// What is typed is kept as it is typed, so that nothing is lost when a session ends. What was seen when
// the form was made is kept with it, so that what others changed since is met and not undone.
const typedIn = (form) => {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "act") {
      fields[name] = value;
    }
  }
  return fields;
};

for (const form of document.querySelectorAll("form[data-keep-typed]")) {
  const told = form.querySelector("[data-kept]");
  let waiting = null;
  const keep = async () => {
    waiting = null;
    try {
      const response = await fetch(form.dataset.keepTyped, {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(typedIn(form)),
        keepalive: true,
      });
      if (told) {
        told.textContent = response.ok && !response.redirected
          ? `Draft kept at ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`
          : "Draft not kept: you may have been signed out. Send the form, and it is kept.";
      }
    } catch {
      if (told) {
        told.textContent = "Draft not kept: the server cannot be reached.";
      }
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 800);
  });
  // What is being sent is no longer only typed.
  form.addEventListener("submit", () => clearTimeout(waiting));
}

// What a form says about what is being typed, asked of the server a moment after the last key.
for (const form of document.querySelectorAll("form[data-talk]")) {
  const place = form.querySelector("[data-talk-here]");
  let waiting = null;
  let latest = 0;
  const ask = async () => {
    const number = (latest += 1);
    const response = await fetch(form.dataset.talk, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(typedIn(form)),
    });
    const said = response.ok && !response.redirected ? await response.text() : null;
    if (said !== null && number === latest && said !== place.dataset.said) {
      // Whoever is answering a question stays at it.
      const at = place.contains(document.activeElement) ? document.activeElement.id : "";
      place.innerHTML = said;
      place.dataset.said = said;
      if (at) {
        document.getElementById(at)?.focus();
      }
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask().catch(() => {}), 350);
  });
}

// Fields that an answer asks for, shown as it is given. Without script the form comes back with them.
for (const form of document.querySelectorAll("form[data-asks]")) {
  const parts = [...form.querySelectorAll("[data-asked]")];
  const shown = form.querySelector("input[name=shown]");
  const hiddenNow = (name) => parts.some((part) => part.dataset.asked === name && part.hidden);
  const answers = (name) => {
    if (hiddenNow(name)) {
      return [];
    }
    const of = [];
    for (const [field, value] of new FormData(form)) {
      if (typeof value !== "string" || !value.trim()) {
        continue;
      }
      if (field === name || [`${name}-day`, `${name}-month`, `${name}-year`].includes(field)) {
        of.push(value);
      } else if (field.startsWith(`${name}--`)) {
        of.push(field.slice(name.length + 2));
      }
    }
    return of;
  };
  const holds = (rule) => {
    const given = answers(rule.field);
    if ("in" in rule) {
      return given.some((answer) => rule.in.includes(answer));
    }
    if ("out" in rule) {
      return !given.some((answer) => rule.out.includes(answer));
    }
    return rule.filled === given.length > 0;
  };
  const ask = () => {
    // An answer that is hidden counts no more, so that what hung on it goes too.
    for (let round = 0; round <= parts.length; round += 1) {
      let changed = false;
      for (const part of parts.filter((part) => part.dataset.when)) {
        const hidden = !JSON.parse(part.dataset.when).every(holds);
        changed ||= hidden !== part.hidden;
        part.hidden = hidden;
      }
      if (!changed) {
        break;
      }
    }
    shown.value = parts.filter((part) => !part.hidden).map((part) => part.dataset.asked).join(",");
  };
  form.addEventListener("change", ask);
  ask();
}
