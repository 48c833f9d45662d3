import { refuse } from '../../answers/refusal';
import { judge, type Verdict } from '../../rules/verdict';
import type { Call } from '../call';

const MAX_BYTES = 1_048_576;

/** The verdict on the picture of a form's field `media`. */
export function checkedPicture(call: Call): Verdict {
  const { data } = call.file('media');
  if (data.length > MAX_BYTES) refuse(40006);
  return judge(data);
}
