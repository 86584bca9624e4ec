/** What is said, and what tools were called with where nothing that is said can be the answer. */
export const addArguments = (said: string, given: string): string =>
  said.includes('{') ? said : [said, given].filter((part) => part !== '').join('\n');
