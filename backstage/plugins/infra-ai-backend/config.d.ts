export interface Config {
  infraAi?: {
    /**
     * Where the agent is reached from this backend. Default: AGENT_URL, else http://127.0.0.1:8000.
     */
    agentUrl?: string;
    /**
     * The agent's token (./infra-ai token), for an agent that does not know this Backstage. Without it the agent is shown
     * this Backstage's own service token, and believes it when AGENT_PORTALS or BACKSTAGE_URL names this backend; only
     * then does it know who asks.
     * @visibility secret
     */
    token?: string;
    /**
     * How often the agent is asked for new commits, in seconds. Default: 1. Nothing changed is one short answer (304).
     */
    pollSeconds?: number;
  };
}
