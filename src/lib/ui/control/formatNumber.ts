const integers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 6623 → "6,623" */
export function formatCount(count: number): string {
  return integers.format(count);
}

/** "1 prediction", "240 predictions" */
export function formatCounted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** 0.7917 → "79.2 %"; never rounds to none or all: 0.0004 → "< 0.1 %", 0.9996 → "> 99.9 %". */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  if (percent < 100 && percent > 99.9) return '> 99.9 %';
  return `${Number(percent.toFixed(1))} %`;
}

/** 134 → "2 min 14 s" */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** 183292 → "183 kB", 440e6 → "440 MB", 10738e6 → "10.7 GB"; a kB is 1000 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 999_500) return `${Math.ceil(bytes / 1000)} kB`;
  if (bytes >= 9_995e6) return `${(bytes / 1e9).toFixed(1)} GB`;
  const megabytes = bytes / 1e6;
  return `${megabytes < 9.95 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}
