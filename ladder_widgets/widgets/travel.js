// Moving between the pages of the app: routes live in the fragment; the browser's own history
// remembers where each page was left, so that Back leads to the same place on it.

/** The page a fragment names: `#/target/x` is `target`. */
export function pageName(route) {
  return route.replace(/^#\/?/, "").split("/")[0] || "ladder";
}

export class Travel {
  /** `arrive` is called with what is to be restored (null for a page newly gone to). */
  constructor(arrive) {
    this.arrive = arrive;
    history.scrollRestoration = "manual";
    addEventListener("popstate", (event) => this.arrive(event.state ?? {}));
  }

  get route() {
    return location.hash;
  }

  /** Go to a route; where we are is remembered for the way back. */
  go(route, from = null) {
    if (route === location.hash) return;
    history.replaceState({ y: scrollY, link: from }, "");
    history.pushState(null, "", route);
    this.arrive(null);
  }

  /** The same page has another address now (a new entry got its id). */
  rename(route) {
    history.replaceState(history.state, "", route);
  }

  /** Stand where the page was left, or at its top and heading. */
  stand(page, kept) {
    if (kept?.y !== undefined) {
      const links = [...page.querySelectorAll("a[href]")];
      const left = links.find((a) => a.getAttribute("href") === kept.link && a.checkVisibility());
      left?.focus({ preventScroll: true });
      scrollTo(0, kept.y);
    } else {
      scrollTo(0, 0);
      page.querySelector("h1")?.focus({ preventScroll: true });
    }
  }
}

/** The same for a widget in a notebook, whose address is not ours: routes live in memory. */
export class LocalTravel {
  constructor(arrive) {
    this.arrive = arrive;
    this.route = "";
  }

  go(route) {
    if (route === this.route) return;
    this.route = route;
    this.arrive(null);
  }

  rename(route) {
    this.route = route;
  }

  stand(page) {
    page.querySelector("h1")?.focus({ preventScroll: true });
    page.scrollIntoView({ block: "nearest" });
  }
}
