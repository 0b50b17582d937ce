export function Logo({ className = "size-7" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <rect width="32" height="32" rx="9" fill="#4a43c4" />
      <path d="M10 10c0 8 12 4 12 12" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="10" cy="10" r="3.2" fill="#fff" />
      <circle cx="22" cy="22" r="3.2" fill="#fff" />
      <g fill="#fff" opacity=".55">
        <circle cx="22" cy="10" r="2" />
        <circle cx="10" cy="22" r="2" />
      </g>
    </svg>
  )
}
