export interface Config {
  infraAi?: {
    /**
     * Where the agent is reached from this backend. Default: AGENT_URL, else http://127.0.0.1:8000.
     */
    agentUrl?: string;
    /**
     * How often the agent is asked for new commits, in seconds. Default: 1. Nothing changed is one short answer (304).
     */
    pollSeconds?: number;
  };
}
