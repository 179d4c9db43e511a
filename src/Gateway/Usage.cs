namespace CallActors.Gateway;

/// <summary>What <c>gateway help</c> prints.</summary>
internal static class Usage
{
    public const string Text =
        """
        gateway [SWITCHES]          serves calls until Ctrl-C
        gateway doctor [SWITCHES]   what is there, what is missing, and the exact mend
        gateway pin [NAME] [--hash] [SWITCHES]
                                    sets the PIN with which a person calls in; --hash prints it for the configuration instead
        gateway edge-key NAME [SWITCHES]
                                    makes the key with which NAME's machines lend their workspaces
        gateway hooks [--path] [SWITCHES]
                                    the settings with which Claude Code tells callers what it does; --path prints where they are
        gateway prepare             builds the local recogniser's language model, once
        gateway help                this

          --port N          TCP port (3333; 0 takes any free one)
          --host ADDRESS    address to listen on (127.0.0.1)
          --data DIR        folder of journal and API key (./var)
          --public-url URL  the address by which others reach it
          --callee WHOM     whom a call rings by default (softphone)
          --config FILE     configuration (hocon/reference.conf lists every key)

        """;
}
