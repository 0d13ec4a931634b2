import { useEffect, useState } from 'react';

/** Loads once, and again every `seconds` when given. What was there stays until something new is. */
export function useLoad<T>(load: () => Promise<T>, seconds?: number): { value?: T; error?: Error } {
  const [state, setState] = useState<{ value?: T; error?: Error }>({});
  const [latest] = useState({ load });
  latest.load = load;
  useEffect(() => {
    let here = true;
    const look = () =>
      latest.load().then(
        value => here && setState({ value }),
        error => here && setState(s => ({ ...s, error })),
      );
    look();
    const timer = seconds ? setInterval(look, seconds * 1000) : undefined;
    return () => {
      here = false;
      clearInterval(timer);
    };
  }, [latest, seconds]);
  return state;
}
