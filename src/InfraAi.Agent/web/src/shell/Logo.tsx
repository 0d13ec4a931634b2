export function Logo() {
  return (
    <svg className="logo" width="26" height="26" viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="6.5" />
      <path d="M7 7.5v9M9 6.5h3a3 3 0 0 1 3 3v5M9.2 17.5H13" />
      <circle cx="7" cy="6.5" r="2.2" />
      <circle cx="7" cy="17.5" r="2.2" />
      <circle cx="15.5" cy="17" r="2.6" />
    </svg>
  );
}
