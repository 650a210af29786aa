// Before the first paint: the colours and the density that the person chose (src/lib/appearance.ts).
try {
  const { theme, density } = JSON.parse(localStorage.getItem('tydo.appearance')) ?? {};
  Object.assign(document.documentElement.dataset, theme && { theme }, density && { density });
} catch {
  // Storage may be forbidden: then the page looks as the system says.
}
