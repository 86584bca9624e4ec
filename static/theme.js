// Runs before the first paint, so that a remembered theme never flashes. The rest of it is in src/lib/ui/frame/theme.ts.
try {
  const theme = localStorage.getItem('medgen-bench-viewer:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's theme applies.
}
