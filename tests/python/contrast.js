/* The contrast (WCAG 2) of each text in an element, plot or HTML, with what lies behind it: [{ text, ratio }]. */
root => {
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    // Paints colours over each other on white and reads what comes out: whatever notation they are in.
    const painted = colours => {
        for (const colour of ['#ffffff', ...colours]) {
            probe.fillStyle = colour;
            probe.fillRect(0, 0, 1, 1);
        }
        return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = rgb => {
        const [r, g, b] = rgb.map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const backgrounds = element => {
        const colours = [];
        for (let e = element; e; e = e.parentElement) {
            colours.unshift(getComputedStyle(e).backgroundColor);
        }
        return colours;
    };
    // A plot may have a canvas of its own: a rectangle as large as itself.
    const canvas = element => {
        const plot = element.closest('svg');
        const size = plot && plot.getBoundingClientRect();
        return [...(plot ? plot.querySelectorAll('rect') : [])]
            .filter(rect => rect.getBoundingClientRect().width > 0.95 * size.width && rect.getBoundingClientRect().height > 0.95 * size.height)
            .map(rect => getComputedStyle(rect).fill)
            .filter(fill => fill !== 'none');
    };
    const says = element => [...element.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.data).join('').trim();
    const drawn = element => element.getClientRects().length > 0 && !element.closest('title, desc, style');
    return [root, ...root.querySelectorAll('*')].filter(e => says(e) && drawn(e)).map(e => {
        const style = getComputedStyle(e);
        const behind = [...backgrounds(e), ...canvas(e)];
        const [ink, paper] = [painted([...behind, e.closest('svg') ? style.fill : style.color]), painted(behind)].map(luminance);
        return { text: says(e), ratio: (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) };
    });
}
