// Loads the page again when its notebook has changed: the server names the version it serves.
let shown = null;
new EventSource("rhaibook-changes").onmessage = ({ data }) => {
    if (shown !== null && data !== shown) location.reload();
    shown = data;
};
