/**
 * Whether a form holds text that was typed and is kept nowhere else. Fields whose value is React's are left
 * out: React makes their value the default one.
 */
export function hasTypedText(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'input:not([type=radio], [type=checkbox]), textarea',
  );
  return [...fields].some((field) => field.value !== field.defaultValue);
}
