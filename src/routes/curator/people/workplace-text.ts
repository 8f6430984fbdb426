import { m } from '#lib/paraglide/messages.js'

/** «Директор · Лицей № 2», or that nobody has said. */
export function workplaceText({ post, organisation }: { post: string; organisation: { name: string } | null }): string {
	return [post, organisation?.name ?? ''].filter((part) => part !== '').join(' · ') || m.people_workplace_unknown()
}
