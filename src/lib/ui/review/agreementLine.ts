/** From here on the protocol takes raters, or judge and raters, to agree. */
export const agreementLine = 0.7;
