/** The least Node that can install the rest, and the one that the build itself runs on. */
export const least = { install: 20, build: 24 };

/**
 * Why this machine cannot build the site, in one line; null where it can.
 * @param {string} version of the Node that runs, e.g. `20.11.1`
 * @param {string} platform e.g. `darwin-arm64`
 * @param {boolean} bringsOwn whether the packages brought a Node for the build along
 * @returns {string | null}
 */
export function refuseNode(version, platform, bringsOwn) {
  const major = Number(version.split('.')[0]);
  if (major < least.install) {
    return `Node ${least.install} or newer is needed, and this is ${version}: install Node ${least.build} from https://nodejs.org and start again.`;
  }
  if (bringsOwn || major >= least.build) return null;
  return `No Node comes with the packages for ${platform}, so Node ${least.build} or newer is needed, and this is ${version}: install it from https://nodejs.org and start again.`;
}
