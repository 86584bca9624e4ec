/** The words that refusals are told by: published by the providers, or seen. */

/** The picture or text of this sample, not what is asked in general. */
export const flagged =
  /moderation|flagged|content[ _-]?(?:policy|filter|management)|content_filter|responsible.?ai|safety (?:system|reasons?|filter|policy)|violat\w+.{0,40}polic|harmful content|prohibited content|inappropriate content|data_inspection|sensitive words|usage guidelines|guardrail|敏感/i;

export const noVision =
  /(?:no endpoints?|model|provider|server).{0,80}(?:not support|n't support|cannot (?:read|accept)|only text|unsupported).{0,60}(?:image|vision|multimodal)|image_url is only supported by certain models|no endpoints? found that support image|(?:image|vision|multimodal)(?: inputs?| content)?.{0,30}(?:is|are|not|isn't|aren't) (?:not )?(?:supported|enabled).{0,40}(?:model|server|endpoint|provider)|not a (?:multimodal|vision) model|image input is not supported|provide the mmproj|unknown variant .?image_url|content(?:\.str)?: input should be a valid string|content must be a string/i;

export const noModel =
  /(?:model|deployment).{0,80}(?:not (?:be )?found|does not exist|not exist|unknown|not available|is not a valid model|deprecated|decommissioned|retired|no longer (?:available|supported))|(?:no such|unknown|invalid) model|try pulling it|model_not_found|model: \S+\s+not_found_error/i;

/** LiteLLM looks a key that it does not know up in a database, and complains where it has none. */
export const noKey =
  /api[ _-]?key.{0,40}(?:not valid|invalid|incorrect|missing|expired)|(?:invalid|incorrect|missing).{0,20}api[ _-]?key|API_KEY_INVALID|no_db_connection/i;

/** With status 403. */
export const noAccess =
  /permission|not (?:allowed|authori[sz]ed|permitted|have access)|may not use|access|your (?:project|organi[sz]ation|team|account)|forbidden/i;

/** With any status. */
export const notForYou =
  /unsupported_country|(?:country|region|territory|location),?.{0,30} not supported|must be verified/i;

export const noCredit =
  /insufficient_quota|exceeded_current_quota|exceeded your current quota|credit balance|insufficient (?:credits?|funds|balance)|\b(?:no|any|enough|out of|used all).{0,20} credits?\b|billing|arrearage/i;

/** With status 429, where "exceeded your current quota" can be a limit a minute, too. */
export const noCreditOrQuota = /insufficient_quota|exceeded_current_quota|credit balance|\blimit: 0\b/i;

/** A limit a minute that the request alone is above: waiting does not help. */
export const neverPasses =
  /request too large|too large for .{0,60}(?:tokens|requests) per (?:min|day)|larger than the .{0,40}per.minute/i;
