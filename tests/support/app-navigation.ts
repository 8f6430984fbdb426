/** `$app/navigation` in tests, as `app-paths.ts`: nothing navigates where components are only rendered. */
export const goto = (): Promise<void> => Promise.resolve()
export const pushState = (): void => undefined
export const afterNavigate = (): void => undefined
export const beforeNavigate = (): void => undefined
