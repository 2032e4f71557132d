// The change stands until the next scan, which begins the next sale.
import { listen } from "./wedge.js";

listen({
  heard: (text) => location.assign(`/counter?scan=${encodeURIComponent(text)}`),
  leaves: () => Boolean(document.querySelector("dialog[open]")),
});
