// Runs before everything else of a page. The policy of the build admits every https address, because people bring their own
// endpoints; this narrows it for the tab to the site itself, the services below, and what the user allowed here. Policies
// only ever intersect, so nothing that runs later can widen it again. The rest of it is in src/lib/state/network.ts.
{
  const services = [
    'https://huggingface.co',
    'https://*.huggingface.co',
    'https://*.hf.co',
    'https://api.openai.com',
    'https://api.anthropic.com',
    'https://generativelanguage.googleapis.com',
    'https://openrouter.ai',
    'http://localhost:*',
    'http://127.0.0.1:*'
  ];
  let allowed = [];
  try {
    const stored = JSON.parse(sessionStorage.getItem('medgen-bench-viewer:allowed-origins') ?? '[]');
    // Nothing but an origin may enter the policy's text.
    allowed = stored.filter((origin) => /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin));
  } catch {
    // Storage is blocked or not ours: the services alone are allowed.
  }
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = ["connect-src 'self'", ...services, ...allowed].join(' ');
  document.head.append(policy);
}
