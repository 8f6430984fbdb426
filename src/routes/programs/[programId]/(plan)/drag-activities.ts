/** Dragging activities on the road: with a mouse at once, with a finger after a hold, so that scrolling stays scrolling. */
import Sortable, { type SortableEvent } from 'sortablejs'

export interface Drop {
	activityId: string
	stageId: string
	/** The activity before it in its new place; null: it is the first. */
	afterId: string | null
}

const STOP = 'stop-'
const PRESS_MS = 350

/**
 * For the list of one stage, with `data-stage-id` and rows whose ids are `stop-…`. While a row is dragged its element is out of its
 * place, so nothing may render the lists between `onstart` and `onend`. Returns a function that ends it.
 */
export function makeDraggable(
	list: HTMLElement,
	{ onstart, onend }: { onstart(): void; onend(drop: Drop | null): void }
): () => void {
	/** What stood behind the dragged row. */
	let next: ChildNode | null = null
	let dragged: HTMLElement | null = null
	let isChosen = false
	const sortable = Sortable.create(list, {
		group: 'road',
		draggable: `[id^='${STOP}']`,
		filter: 'button',
		preventOnFilter: false,
		// The browser's own dragging has no touch.
		forceFallback: true,
		fallbackOnBody: true,
		fallbackTolerance: 6,
		delay: PRESS_MS,
		delayOnTouchOnly: true,
		touchStartThreshold: 6,
		animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 150,
		chosenClass: 'chosen',
		onChoose: () => (isChosen = true),
		onUnchoose: () => (isChosen = false),
		onStart({ item }) {
			dragged = item
			next = item.nextSibling
			onstart()
		},
		onEnd({ item, from, to }: SortableEvent) {
			const drop = { activityId: idOf(item), stageId: to.dataset.stageId ?? '', afterId: idBefore(item) }
			const isBack = from === to && next?.previousSibling === item
			dragged = null
			from.insertBefore(item, next)
			onend(isBack ? null : drop)
		}
	})
	// A finger that rests on a link opens the browser's menu, which would end the drag.
	const keepMenu = (event: Event) => void (isChosen && event.preventDefault())
	list.addEventListener('contextmenu', keepMenu)
	// The browser tests wait for it.
	list.dataset.canDrag = ''
	return () => {
		list.removeEventListener('contextmenu', keepMenu)
		delete list.dataset.canDrag
		sortable.destroy()
		// It ends a drag without an event.
		if (dragged === null) return
		document.querySelector('.sortable-drag')?.remove()
		list.insertBefore(dragged, next)
		onend(null)
	}
}

function idOf({ id }: Element): string {
	return id.slice(STOP.length)
}

function idBefore(item: Element): string | null {
	let before = item.previousElementSibling
	while (before !== null && !before.id.startsWith(STOP)) before = before.previousElementSibling
	return before && idOf(before)
}
