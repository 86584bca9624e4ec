/** Why a question has no verdict, for those who want to do something about it. */
export type Cause =
  | 'unasked'
  | 'material'
  | 'batch'
  | 'declined'
  | 'flagged'
  | 'cut'
  | 'no-verdict'
  | 'limit'
  | 'too-large'
  | 'refused'
  | 'connection'
  | 'setup'
  | 'cap';

interface CauseWords {
  readonly label: string;
  /** What to do before asking again. */
  readonly remedy: string;
}

export const causes: Readonly<Record<Cause, CauseWords>> = {
  cut: {
    label: 'Cut at the output limit',
    remedy: 'Raise the output limit, or lower the reasoning effort: only these are asked and paid for again.'
  },
  'no-verdict': {
    label: 'No valid verdict',
    remedy:
      'Ask again: at temperature 0 some models still vary. If it stays, the model is no judge for these.'
  },
  declined: {
    label: 'The judge declined',
    remedy:
      'Ask again. A refusal is an answer of the model and was paid for; one that declines often is no judge for these.'
  },
  flagged: {
    label: 'Stopped by the provider’s filter',
    remedy:
      'Asking again rarely helps: the provider stops these pictures or texts before the model sees them.'
  },
  refused: {
    label: 'Refused by the server',
    remedy:
      'Read its words. A smaller image limit helps where a picture is too large or of a form it does not take.'
  },
  'too-large': {
    label: 'Larger than the limit a minute',
    remedy: 'Lower the image limit or the output limit, or ask the provider for a higher rate limit.'
  },
  limit: {
    label: 'The output limit is larger than the server takes',
    remedy: 'Set the output limit that it names, and ask again.'
  },
  connection: {
    label: 'No answer came through',
    remedy: 'Ask again when the server is well; requests that may have been paid are counted.'
  },
  setup: {
    label: 'Wrong key, model, credit or address',
    remedy: 'Press Test connection: it says what to mend. Then ask again.'
  },
  cap: { label: 'Not asked: the spending cap', remedy: 'Raise the cap, and ask again.' },
  unasked: { label: 'Not asked', remedy: 'Ask again: the run ended before these.' },
  batch: {
    label: 'Handed over in a batch',
    remedy:
      'Collect the batch first: its answers are paid for. What it leaves open, or a batch that is forgotten, can be asked again.'
  },
  material: {
    label: 'Cannot be asked',
    remedy: 'A picture or text of the sample is missing: see the reason. Nothing was sent or paid.'
  }
};
