/** Tells password managers whose password it is. It has no name, so that the form does not send it. */
export function Username({ email }: { email: string }) {
  return <input hidden readOnly type="text" autoComplete="username" value={email} />;
}
