/** Those who look after the network: they work on alerts, and make what programs read figures with. */
export const OPERATORS = ["administrator", "officer"] as const;

/** Whether the role is one of theirs; an unknown one is not. */
export const mayOperate = (role: string | undefined): boolean => OPERATORS.some((one) => one === role);
