/** A message template of an account. */
export interface MessageTemplate {
  id: string;
  title: string;
  /** The keys `data` must have, such as `thing1` or, in an official account's template, `keyword1`. */
  keys: string[];
  /** Mini program: a long-term subscription is not used up by a message. */
  longTerm?: boolean;
}
