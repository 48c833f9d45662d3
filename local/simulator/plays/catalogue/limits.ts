import { refuse } from '../../answers/refusal';
import type { Field } from './entry';

/** The limits that stand in a field of the facts; one known from a note only is nobody's reason to refuse. */
export function checkLimits(field: Field, value: unknown): void {
  if (field.advisory) return;
  const { maxLength, chars, min, max } = field;
  if (typeof value === 'string') {
    if (maxLength !== undefined && [...value].length > maxLength) refuse(45002);
    if (chars !== undefined && !new RegExp(`^[${chars}]*$`).test(value)) refuse(40035);
  }
  if (typeof value === 'number') {
    if (min !== undefined && value < min) refuse(40035);
    if (max !== undefined && value > max) refuse(40035);
  }
}
