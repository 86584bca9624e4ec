import { registerHooks } from 'node:module';

/**
 * For `node --import`: the sources of the page import one another without the extension, as bundlers want it; plain Node
 * needs it.
 */
registerHooks({
  resolve(specifier, context, next) {
    const isExtensionless = specifier.startsWith('.') && !/\.\w+$/.test(specifier);
    return next(isExtensionless ? `${specifier}.ts` : specifier, context);
  }
});
