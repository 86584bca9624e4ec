import { registerHooks } from 'node:module';

/**
 * For `node --import`: the sources of the page import one another without the extension, as bundlers want it; plain Node
 * needs it.
 */
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = !context.parentURL?.includes('/node_modules/');
    const isExtensionless = specifier.startsWith('.') && !/\.\w+$/.test(specifier);
    return next(isOurs && isExtensionless ? `${specifier}.ts` : specifier, context);
  }
});
