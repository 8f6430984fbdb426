import type { LucideIcon } from '@lucide/svelte'
import CalendarPlus from '@lucide/svelte/icons/calendar-plus'
import CircleSlash from '@lucide/svelte/icons/circle-slash'
import FileCheck from '@lucide/svelte/icons/file-check'
import FilePenLine from '@lucide/svelte/icons/file-pen-line'
import FileX from '@lucide/svelte/icons/file-x'
import Flag from '@lucide/svelte/icons/flag'
import HandHelping from '@lucide/svelte/icons/hand-helping'
import LogOut from '@lucide/svelte/icons/log-out'
import MessageCircleQuestionMark from '@lucide/svelte/icons/message-circle-question-mark'
import MessageSquare from '@lucide/svelte/icons/message-square'
import PencilRuler from '@lucide/svelte/icons/pencil-ruler'
import RotateCcw from '@lucide/svelte/icons/rotate-ccw'
import Stamp from '@lucide/svelte/icons/stamp'
import UserMinus from '@lucide/svelte/icons/user-minus'
import UserPlus from '@lucide/svelte/icons/user-plus'
import UserRoundX from '@lucide/svelte/icons/user-round-x'
import UserX from '@lucide/svelte/icons/user-x'
import UsersRound from '@lucide/svelte/icons/users-round'
import type { Offer } from '#domain/ledger/offers.ts'

export const offerIcons: Record<Offer['type'], LucideIcon> = {
	remark: MessageSquare,
	'ask-consultation': MessageCircleQuestionMark,
	'refuse-proposal': UserX,
	'withdraw-request': FileX,
	edition: Stamp,
	extend: CalendarPlus,
	change: PencilRuler,
	release: LogOut,
	replace: UsersRound,
	leave: UserMinus,
	join: UserPlus,
	closure: Flag,
	'involve-specialist': HandHelping,
	'release-specialist': UserRoundX,
	'record-evidence': FileCheck,
	'cancel-incentive': CircleSlash,
	'restore-incentive': RotateCcw,
	consent: FilePenLine,
	'withdraw-consent': FileX
}
