/* The contrast (WCAG 2) of each text of a plot with what lies behind it: [{ text, ratio }]. */
plot => {
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
    const canvas = [...plot.querySelectorAll('rect')].filter(r => {
        const [a, b] = [r.getBoundingClientRect(), plot.getBoundingClientRect()];
        return a.width > 0.95 * b.width && a.height > 0.95 * b.height;
    });
    const behind = [...backgrounds(plot), ...canvas.map(r => getComputedStyle(r).fill).filter(fill => fill !== 'none')];
    return [...plot.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => {
        const [ink, paper] = [painted([...behind, getComputedStyle(t).fill]), painted(behind)].map(luminance);
        return { text: t.textContent, ratio: (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) };
    });
}
